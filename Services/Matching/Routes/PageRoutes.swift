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
                "credential": String(decoding: PackageResources.credential_mustache, as: UTF8.self),
            ],
            sentences: try JSON(parsing: PackageResources.sentences_en_json),
            navigation: [PageLink("/matching/roles", label: "nav.roles")],
            footer: [PageLink("/verifier/sources", label: "footer.sources")], pseudo: pseudo)
    }

    func add(to router: Router<ServiceContext>) {
        router.get("/matching/") { _, _ in .redirect(to: "/matching/roles") }
        router.get("/matching/roles") { request, context in try await self.roles(request, context) }
        router.get("/matching/roles/{id}") { request, context in try await self.role(request, context) }
        router.get("/matching/roles/{id}/credentials/{credential}") { request, context in try await self.credential(request, context) }
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
            let limit = Matching.usualLimit
            // A number that is none, or behind the last page, begins anew: it is a link of ours that somebody has cut, or people have left since.
            var number = try request.query()["page"].flatMap { Int($0) }.map { min(max($0, 1), Self.lastPage) } ?? 1
            var found = try await self.matching.matches(for: id, as: context.visitor, limit: limit, after: (number - 1) * limit)
            if found.matches.isEmpty, number > 1 {
                number = 1
                found = try await self.matching.matches(for: id, as: context.visitor, limit: limit)
            }
            return try self.page(found, number: number, to: request)
        } catch MatchingError.staleConsents {
            return try await self.noList("role.stale", id, request, context)
        } catch MatchingError.closedRole {
            return try await self.noList("role.closed", id, request, context)
        } catch let error as MatchingError {
            throw Problem(error)
        }
    }

    /// What may be seen of a credential that stands beside a skill in the list of a role.
    private func credential(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        _ = try context.visitor.employer(with: "match.read")
        let id = try RoleRoutes.id(context)
        guard let credential = CredentialID(try context.parameters.require("credential")),
            let found = try await answering({ try await self.matching.credential(credential, for: id, as: context.visitor) })
        else { throw Problem(.notFound, "not-found", "There is no such credential that you may see.") }
        let name = try found.achievement ?? self.pages.sentence("role.unnamed")
        return try self.pages.plainTitle(
            "credential", title: name,
            [
                "name": .string(name), "role": .string(id.description), "issuer": found.issuer.map { .string($0) } ?? .bool(false),
                "from": .string(found.validFrom.description), "until": found.validUntil.map { .string($0.description) } ?? .bool(false),
                "skills": .array(found.skills.map { .string($0) }),
            ], to: request)
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

    /// How far the pages of one list go.
    static let lastPage = 500

    private func page(_ found: RoleMatches, number: Int, to request: HTTPRequest) throws -> HTTPResponse {
        let size = Matching.usualLimit
        let pages = min((found.count + size - 1) / size, Self.lastPage)
        func range(of number: Int) throws -> JSON {
            let (first, last) = ((number - 1) * size + 1, min(number * size, found.count))
            return try self.pages.sentence(first == last ? "role.range-one" : "role.range", ["first": first.json, "last": last.json]).json
        }
        func link(to other: Int) throws -> JSON {
            guard (1...max(pages, 1)).contains(other) else { return false }
            return ["page": other.json, "range": try range(of: other)]
        }
        let matches = try found.matches.enumerated().map { place, match in
            try self.json(of: match, in: found.role, isOpen: place == 0 && number == 1)
        }
        let read = found.readAt.description
        return try self.pages.plainTitle(
            "role", title: found.role.text.title,
            [
                "title": .string(found.role.text.title), "noList": false, "count": .number(JSONNumber(found.count)),
                "id": .string(found.role.id.description), "range": try range(of: number),
                "hasPages": .bool(pages > 1), "page": number.json,
                "pages": pages.json, "previous": try link(to: number - 1), "next": try link(to: number + 1), "day": .string(read),
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
                "link": visible.map { .string("/matching/roles/\(role.id)/credentials/\($0)") } ?? .bool(false),
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
