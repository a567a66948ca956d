import Chassis
import Events
import HTTP
import JSON
import Postgres

/// `/wallet/api/v1/items`: what a learner holds, and the documents byte for byte; `/me`: who she is here.
struct ItemRoutes: Sendable {
    /// How many items a page of the list holds.
    static let pageLimit = 100

    let database: Database

    func add(to group: RouterGroup<ServiceContext>) {
        group.get("/me") { _, context in try self.me(context) }
        group.get("/items") { request, context in try await self.list(request, context) }
        group.get("/items/{id}") { _, context in try await self.show(context) }
        group.get("/items/{id}/document") { _, context in try await self.document(context) }
    }

    private func me(_ context: ServiceContext) throws -> HTTPResponse {
        let learner = try Learner(context.visitor)
        return .json(["college": learner.college.json, "person": learner.person.json])
    }

    private func list(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let learner = try Learner(context.visitor)
        let after = try request.query().single("after").map { text in
            guard let id = ItemID(text) else {
                throw Problem(.badRequest, "after-malformed", "after should be the \"next\" of the answer before.")
            }
            return id
        }
        let found = try await self.database.transaction(as: learner.scope) { tx in
            try tx.items(of: learner, after: after, limit: Self.pageLimit + 1)
        }
        let shown = found.prefix(Self.pageLimit)
        let next = found.count > Self.pageLimit ? shown.last?.id : nil
        return .json(.object(omittingNil: ["items": .array(shown.map(\.json)), "next": next?.json]))
    }

    private func show(_ context: ServiceContext) async throws -> HTTPResponse {
        let learner = try Learner(context.visitor)
        let id = try Self.id(context)
        let found = try await self.database.transaction(as: learner.scope) { tx in try tx.item(id) }
        guard let item = found else { throw Problem(.unknownItem) }
        return .json(item.json)
    }

    private func document(_ context: ServiceContext) async throws -> HTTPResponse {
        let learner = try Learner(context.visitor)
        let id = try Self.id(context)
        let found = try await self.database.transaction(as: learner.scope) { tx in try tx.document(of: id) }
        guard let document = found else { throw Problem(.unknownItem) }
        return .document(document, named: "credential-\(id)")
    }

    /// The item that a path names.
    static func id(_ context: ServiceContext) throws -> ItemID {
        guard let id = ItemID(try context.parameters.require("id")) else { throw Problem(.unknownItem) }
        return id
    }
}
