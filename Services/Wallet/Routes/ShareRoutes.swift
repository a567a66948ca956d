import Chassis
import CloudEvents
import HTTP
import JSON
import Messaging
import Observability
import Postgres

/// `/wallet/api/v1/shares`: links that show what a learner holds.
struct ShareRoutes: Sendable {
    /// How many links are listed.
    static let limit = 500

    let sharing: Sharing
    let database: Database
    let site: Site
    let failpoints: Failpoints
    let now: @Sendable () -> WallTime

    func add(to group: RouterGroup<ServiceContext>) {
        group.post("/shares") { request, context in try await self.share(request, context) }
        group.get("/shares") { _, context in try await self.list(context) }
        group.post("/shares/{id}/end") { _, context in try await self.end(context) }
    }

    private func share(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let learner = try Learner(context.visitor)
        let order = try (try await request.json()).decode(ShareOrder.self)
        let (link, token) = try await answering { try await self.sharing.share(order, by: learner) }
        self.failpoints.reach(.httpCommitted)
        let url = self.site.url(of: token)
        return .json(link.json(at: self.now(), url: url, token: token.text), status: .created, location: url)
    }

    private func list(_ context: ServiceContext) async throws -> HTTPResponse {
        let learner = try Learner(context.visitor)
        let links = try await self.database.transaction(as: learner.scope) { tx in try tx.links(of: learner, limit: Self.limit) }
        return .json(["shares": .array(links.map { $0.json(at: self.now()) })])
    }

    private func end(_ context: ServiceContext) async throws -> HTTPResponse {
        let learner = try Learner(context.visitor)
        guard let id = UUIDValue(try context.parameters.require("id")) else { throw Problem(.unknownLink) }
        let link = try await answering { try await self.sharing.end(id, by: learner) }
        self.failpoints.reach(.httpCommitted)
        return .json(link.json(at: self.now()))
    }
}
