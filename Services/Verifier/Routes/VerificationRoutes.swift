import Chassis
import CloudEvents
import Credentials
import HTTP
import JSON
import Observability

/// `POST /verifications`: a document comes in, a verdict goes out, and nothing of it stays.
struct VerificationRoutes: Sendable {
    /// The most bytes of a document.
    static let bodyLimit = 1 << 20
    /// What a credential is sent as. The second is how the first was called before it was registered (VC Data Model 2.0 §6.2).
    static let mediaTypes = ["application/vc", "application/vc+ld+json", "application/ld+json", "application/json"]

    let verifying: Verifying
    let now: @Sendable () -> WallTime

    func add<Context: RequestContext>(to group: RouterGroup<Context>) {
        group.post("/verifications") { request, _ in try await self.verify(request) }
    }

    private func verify(_ request: HTTPRequest) async throws -> HTTPResponse {
        guard let type = request.mediaType, Self.mediaTypes.contains(type) else {
            let types = Self.mediaTypes.joined(separator: ", ")
            throw Problem(.unsupportedMediaType, "media-type-unknown", "Send the credential as one of \(types).")
        }
        let time = try self.time(of: request)
        let bytes = try await request.body.collect(upTo: Self.bodyLimit)
        guard !bytes.isEmpty else { throw Problem(.badRequest, "body-empty", "The body is empty. Send the credential as JSON.") }
        let verdict: Verdict
        do {
            verdict = try await self.verifying.judgement(on: bytes, at: time).verdict
        } catch let unreadable as UnreadableDocument {
            let error = unreadable.cause
            throw Problem(
                .badRequest, "json-malformed", "The body is no JSON that can be read: \(error).",
                fields: [.init(error.pointer, "Line \(error.line), column \(error.column).")])
        }
        return HTTPResponse(
            headers: [.contentType: "application/json", .cacheControl: "no-store"], body: .bytes(Self.json(verdict, at: time).bytes()))
    }

    private func time(of request: HTTPRequest) throws -> WallTime {
        guard let text = try request.query().single("at") else { return self.now() }
        guard let time = WallTime(rfc3339: text) else {
            throw Problem(
                .badRequest, "time-malformed", "The moment \"at\" should be a time with its offset, such as 2026-11-25T12:00:00Z.")
        }
        return time
    }

    /// The verdict for programs. Codes are stable.
    static func json(_ verdict: Verdict, at time: WallTime) -> JSON {
        [
            "overall": .string(verdict.overall.rawValue), "headline": .string(Headline(of: verdict).rawValue),
            "at": .string(time.description),
            "steps": .array(
                verdict.steps.map { step in
                    ["step": .string(step.name.rawValue), "checks": .array(step.checks.map(Self.json))]
                }),
        ]
    }

    private static func json(_ check: Check) -> JSON {
        .object(omittingNil: [
            "code": .string(check.code.rawValue), "outcome": .string(check.outcome.name),
            "pointer": check.pointer.map { .string($0.description) }, "reason": check.outcome.reason.map(Self.json),
            "facts": check.facts.isEmpty ? nil : .object(check.facts),
        ])
    }

    private static func json(_ reason: Reason) -> JSON {
        var object: JSONObject = ["code": .string(reason.code.rawValue)]
        for (name, value) in reason.facts { object.append(name, value) }
        return .object(object)
    }
}
