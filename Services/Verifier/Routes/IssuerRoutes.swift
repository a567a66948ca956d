import Catalogue
import Chassis
import Events
import HTTP
import JSON
import Observability
import Postgres

/// `GET /issuers`: who is known to this installation, with which keys. Public.
struct IssuerRoutes: Sendable {
    /// Issuers of one answer.
    static let page = 200

    let database: Database

    func add<Context: RequestContext>(to group: RouterGroup<Context>) {
        group.get("/issuers") { request, _ in try await self.list(request) }
    }

    private func list(_ request: HTTPRequest) async throws -> HTTPResponse {
        let after = try request.query().single("after") ?? ""
        guard !after.utf8.contains(0) else {
            throw Problem(.badRequest, "cursor-unknown", "The value of \"after\" should be the \"next\" of the answer before.")
        }
        let found = try await self.database.transaction(with: .snapshot) { try $0.issuers(after: after, limit: Self.page + 1) }
        let shown = found.prefix(Self.page)
        let body = JSON.object(omittingNil: [
            "issuers": .array(shown.map(Self.json)),
            "next": found.count > Self.page ? shown.last.map { .string($0.issuer.identifier) } : nil,
        ])
        return HTTPResponse(headers: [.contentType: "application/json", .cacheControl: "no-cache"], body: .bytes(body.bytes()))
    }

    private static func json(_ listed: ListedIssuer) -> JSON {
        .object(omittingNil: [
            "id": .string(listed.issuer.identifier), "name": .string(listed.issuer.name), "college": .number(JSONNumber(listed.college)),
            "site": listed.site.map { .string($0) }, "achievements": .number(JSONNumber(listed.achievements)),
            "updatedAt": .string(listed.updatedAt.description), "keys": listed.issuer.keys.json,
        ])
    }
}
