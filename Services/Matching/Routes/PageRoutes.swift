import Chassis
import Crypto
import Events
import HTTP
import JSON
import MatchEngine
import Observability
import Postgres

/// An employer's human pages: her roles, and who covers one of them.
struct PageRoutes: Sendable {
    let matching: Matching
    let database: Database
    let pages: Pages

    /// The templates and sentences in the frame of all services.
    static func pages(pseudo: Bool = false) throws -> Pages {
        try Pages(
            prefix: "/matching",
            templates: [
                "roles": String(decoding: PackageResources.roles_mustache, as: UTF8.self),
                "role": String(decoding: PackageResources.role_mustache, as: UTF8.self),
            ],
            sentences: try JSON(parsing: PackageResources.sentences_en_json),
            navigation: [PageLink("/matching/roles", label: "nav.roles")],
            footer: [PageLink("/verifier/sources", label: "footer.sources")], pseudo: pseudo)
    }

    func add(to router: Router<ServiceContext>) {
        router.get("/matching/") { _, _ in .redirect(to: "/matching/roles") }
        router.get("/matching/roles") { request, context in try await self.roles(request, context) }
        router.get("/matching/roles/{id}") { request, context in try await self.role(request, context) }
        self.pages.addStylesheet(to: router.group("/matching"))
    }

    private func roles(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        _ = try context.visitor.employer(with: "match.read")
        let now = self.matching.now()
        let counted = try await self.database.transaction(as: context.visitor.databaseScope, with: .snapshot) { tx in
            let roles = try tx.roles(limit: RoleRoutes.limit)
            let counts = try tx.freshConsentsReadAt(now) == nil ? nil : try tx.counts(of: roles.filter { $0.state == .open })
            return roles.map { role -> (role: Role, count: Int?) in (role, counts.map { $0[role.id] ?? 0 }) }
        }
        let roles = counted.map { role, count -> JSON in
            [
                "id": .string(role.id.description), "title": .string(role.text.title), "isClosed": .bool(role.state == .closed),
                "requirements": .number(JSONNumber(role.text.requirements.count)), "isKnown": .bool(count != nil),
                "count": .number(JSONNumber(count ?? 0)),
            ]
        }
        return try self.pages.response(
            "roles", title: "roles.heading", ["hasRoles": .bool(!roles.isEmpty), "roles": .array(roles)], to: request)
    }

    private func role(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        _ = try context.visitor.employer(with: "match.read")
        let id = try RoleRoutes.id(context)
        do {
            let found = try await self.matching.matches(for: id, as: context.visitor, limit: Matching.usualLimit)
            return try self.page(found, to: request)
        } catch MatchingError.staleConsents {
            return try await self.noList("role.stale", id, request, context)
        } catch MatchingError.closedRole {
            return try await self.noList("role.closed", id, request, context)
        } catch let error as MatchingError {
            throw Problem(error)
        }
    }

    /// A role's page when nobody is shown, and why.
    private func noList(
        _ why: String, _ id: RoleID, _ request: HTTPRequest, _ context: ServiceContext
    ) async throws -> HTTPResponse {
        let role = try await self.database.transaction(as: context.visitor.databaseScope) { tx in try tx.role(id) }
        guard let role else { throw Problem(MatchingError.unknownRole) }
        let banner: JSON = ["heading": .string(try self.pages.sentence(why)), "why": .string(try self.pages.sentence("\(why)-why"))]
        return try self.pages.plainTitle(
            "role", title: role.text.title,
            ["title": .string(role.text.title), "noList": banner, "isUnknown": .bool(why == "role.stale"), "hasMatches": false], to: request
        )
    }

    private func page(_ found: RoleMatches, to request: HTTPRequest) throws -> HTTPResponse {
        let matches = try found.matches.enumerated().map { place, match in
            try self.json(of: match, in: found.role, isOpen: place == 0)
        }
        let read = found.readAt.description
        return try self.pages.plainTitle(
            "role", title: found.role.text.title,
            [
                "title": .string(found.role.text.title), "noList": false, "count": .number(JSONNumber(found.count)),
                "shown": .number(JSONNumber(found.matches.count)), "day": .string(read),
                "time": .string("\(read.dropFirst(11).prefix(5)) UTC"), "hasMatches": .bool(!matches.isEmpty), "matches": .array(matches),
            ], to: request)
    }

    private func json(of match: Match, in role: Role, isOpen: Bool) throws -> JSON {
        let rows = try match.rows.map { name, row, visible, achievement, issuer -> JSON in
            let proof = try achievement.map {
                try self.pages.sentence("role.proof", ["achievement": .string($0), "issuer": .string(issuer ?? "")])
            }
            let unnamed = visible == nil ? "role.hidden" : "role.unnamed"
            return [
                "name": .string(name), "isMust": .bool(row.requirement.isMust), "isMet": .bool(row.proof != nil),
                "proof": .string(try proof ?? self.pages.sentence(unnamed)),
                "importance": .number(JSONNumber(row.requirement.importance)),
            ]
        }
        let missing = match.rows.filter { $0.row.proof == nil && $0.row.requirement.isMust }.map(\.name).joined(separator: ", ")
        return .object(omittingNil: [
            "label": .string(Self.label(of: match.person, for: role.id)), "isOpen": .bool(isOpen),
            "met": .number(JSONNumber(match.rows.count { $0.row.proof != nil })), "all": .number(JSONNumber(match.rows.count)),
            "missing": missing.isEmpty ? nil : .string(missing), "points": .string("\(match.coverage.points)"),
            "of": .number(JSONNumber(match.coverage.total)), "rows": .array(rows),
        ])
    }

    /// What a learner is called on one role's page: the same there every day, and another on each role.
    static func label(of person: PersonID, for role: RoleID) -> String {
        let hash = Hex.encode(Array(SHA256.hash(data: Array("\(person) \(role)".utf8)).prefix(3))).uppercased()
        return "\(hash.prefix(3))-\(hash.suffix(3))"
    }
}
