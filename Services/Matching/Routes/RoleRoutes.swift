import Chassis
import Events
import HTTP
import JSON
import Postgres

/// `/matching/api/v1/roles`: post, list, look at, close, and who matches.
struct RoleRoutes: Sendable {
    /// The most roles of one list.
    static let limit = 500

    let posting: PostingRole
    let matching: Matching
    let database: Database

    func add(to group: RouterGroup<ServiceContext>) {
        group.post("/roles") { request, context in try await self.post(request, context) }
        group.get("/roles") { _, context in try await self.list(context) }
        group.get("/roles/{id}") { _, context in try await self.show(context) }
        group.post("/roles/{id}/close") { _, context in try await self.close(context) }
        group.get("/roles/{id}/matches") { request, context in try await self.matches(request, context) }
    }

    private func post(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let employer = EmployerID(try context.visitor.employer(with: "role.post"))
        let text = try (try await request.json()).decode(RoleText.self)
        let (role, isNew) = try await answering { try await self.posting.post(text, as: context.visitor, by: employer) }
        return .json(role.json, status: isNew ? .created : .ok, location: "/matching/api/v1/roles/\(role.id)")
    }

    private func list(_ context: ServiceContext) async throws -> HTTPResponse {
        _ = try context.visitor.anyEmployer()
        let roles = try await self.database.transaction(as: context.visitor.databaseScope) { tx in try tx.roles(limit: Self.limit) }
        return .json(["roles": .array(roles.map(\.json))])
    }

    private func show(_ context: ServiceContext) async throws -> HTTPResponse {
        _ = try context.visitor.anyEmployer()
        let id = try Self.id(context)
        let role = try await self.database.transaction(as: context.visitor.databaseScope) { tx in try tx.role(id) }
        guard let role else { throw Problem(MatchingError.unknownRole) }
        return .json(role.json)
    }

    private func close(_ context: ServiceContext) async throws -> HTTPResponse {
        _ = try context.visitor.employer(with: "role.post")
        let id = try Self.id(context)
        return .json(try await answering { try await self.posting.close(id, as: context.visitor) }.json)
    }

    private func matches(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        _ = try context.visitor.employer(with: "match.read")
        let id = try Self.id(context)
        var limit = Matching.usualLimit
        if let text = try request.query().single("limit") {
            guard let number = Int(text), (1...Matching.limit).contains(number) else {
                throw Problem(.badRequest, "limit-malformed", "The limit should be a number from 1 to \(Matching.limit).")
            }
            limit = number
        }
        let wanted = limit
        return .json(try await answering { try await self.matching.matches(for: id, as: context.visitor, limit: wanted) }.json)
    }

    static func id(_ context: ServiceContext) throws -> RoleID {
        guard let id = RoleID(try context.parameters.require("id")) else { throw Problem(MatchingError.unknownRole) }
        return id
    }
}

extension Visitor {
    /// An employer, whatever she may do.
    func anyEmployer() throws(Problem) -> EmployerID {
        if case .employer(let employer, _) = self { return EmployerID(employer) }
        return EmployerID(try self.employer(with: "role.post"))
    }
}
