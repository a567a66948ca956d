import Chassis
import Events
import HTTP
import JSON
import Messaging
import Postgres

/// `/wallet/api/v1/consents`: what a learner lets employers see; `/employers`: who there is.
struct ConsentRoutes: Sendable {
    /// How many consents and employers are listed.
    static let limit = 500

    let consenting: Consenting
    let database: Database
    let failpoints: Failpoints

    func add(to group: RouterGroup<ServiceContext>) {
        group.post("/consents") { request, context in try await self.grant(request, context) }
        group.get("/consents") { _, context in try await self.list(context) }
        group.post("/consents/{id}/withdraw") { _, context in try await self.withdraw(context) }
        group.get("/employers") { _, context in try await self.employers(context) }
    }

    private func grant(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let learner = try Learner(context.visitor)
        let order = try (try await request.json()).decode(ConsentOrder.self)
        let (consent, isNew) = try await answering { try await self.consenting.grant(order, by: learner) }
        self.failpoints.reach(.httpCommitted)
        return .json(consent.json, status: isNew ? .created : .ok)
    }

    private func list(_ context: ServiceContext) async throws -> HTTPResponse {
        let learner = try Learner(context.visitor)
        let consents = try await self.database.transaction(as: learner.scope) { tx in try tx.consents(of: learner, limit: Self.limit) }
        return .json(["consents": .array(consents.map(\.json))])
    }

    private func withdraw(_ context: ServiceContext) async throws -> HTTPResponse {
        let learner = try Learner(context.visitor)
        guard let id = ConsentID(try context.parameters.require("id")) else { throw Problem(.unknownConsent) }
        let consent = try await answering { try await self.consenting.withdraw(id, by: learner) }
        self.failpoints.reach(.httpCommitted)
        return .json(consent.json)
    }

    private func employers(_ context: ServiceContext) async throws -> HTTPResponse {
        let learner = try Learner(context.visitor)
        let employers = try await self.database.transaction(as: learner.scope) { tx in try tx.employers(limit: Self.limit) }
        return .json(["employers": .array(employers.map(\.json))])
    }
}
