public import HTTP
import JSON
public import Observability

/// What operators and their tools ask, on a port of its own that the proxy does not serve: `/health/live`, `/health/ready`, `/metrics`.
public struct OperationsRoutes: Sendable {
    private let live: [HealthCheck]
    private let ready: [HealthCheck]
    private let registry: MetricsRegistry

    /// `live` fails when only a restart helps; `ready` fails while no requests should be sent.
    public init(live: [HealthCheck], ready: [HealthCheck], registry: MetricsRegistry) {
        self.live = live
        self.ready = ready
        self.registry = registry
    }

    /// What answers them.
    public func responder(logger: Logger) -> any HTTPResponder {
        let router = Router()
        let (live, ready, registry) = (self.live, self.ready, self.registry)
        router.get("/health/live") { _, _ in await Self.answer(live) }
        router.get("/health/ready") { _, _ in await Self.answer(ready) }
        router.get("/metrics") { _, _ in
            let fields: HTTPFields = [.contentType: "text/plain; version=0.0.4; charset=utf-8", .cacheControl: "no-store"]
            return HTTPResponse(headers: fields, body: .text(registry.exposition()))
        }
        return router.buildResponder(logger: logger, errors: .problems(logger: logger))
    }

    private static func answer(_ checks: [HealthCheck]) async -> HTTPResponse {
        let findings = await withTaskGroup(of: (Int, HealthFinding).self) { group in
            for (place, check) in checks.enumerated() { group.addTask { (place, await check.finding()) } }
            var findings: [(Int, HealthFinding)] = []
            for await finding in group { findings.append(finding) }
            return findings.sorted { $0.0 < $1.0 }.map(\.1)
        }
        let isWell = findings.allSatisfy { $0.trouble == nil }
        let body: JSON = [
            "status": isWell ? "pass" : "fail",
            "checks": .array(
                findings.map {
                    .object(omittingNil: ["name": $0.name.json, "status": $0.trouble == nil ? "pass" : "fail", "detail": $0.trouble?.json])
                }),
        ]
        return HTTPResponse(
            status: isWell ? .ok : .serviceUnavailable, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: .bytes(body.bytes()))
    }
}
