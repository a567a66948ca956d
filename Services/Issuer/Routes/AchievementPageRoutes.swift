import Chassis
import Events
import HTTP
import JSON
import Observability
import Postgres

/// `/issuer/achievements`: what the college awards, and one of it in each of its versions.
struct AchievementPageRoutes: Sendable {
    /// How many achievements a page shows, and how many versions of one.
    static let pageLimit = 20
    static let versionLimit = 100

    let database: Database
    let pages: IssuerPages

    func add(to group: RouterGroup<ServiceContext>) {
        group.get("/achievements") { request, context in try await self.list(request, context) }
        group.get("/achievements/{id}") { request, context in try await self.show(request, context) }
    }

    private func list(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let staff = try context.visitor.staff()
        // A cursor that is none begins anew: it is a link of ours that somebody has cut.
        let after = try request.query()["after"].flatMap { AchievementID($0) }
        let found = try await self.database.transaction(as: context.visitor.databaseScope) { tx in
            try tx.achievements(of: CollegeID(staff.college), after: after, limit: Self.pageLimit + 1)
        }
        let shown = found.prefix(Self.pageLimit)
        let page: JSON = .object(omittingNil: [
            "hasAchievements": .bool(!shown.isEmpty), "achievements": .array(try shown.map { .object(try self.entry(of: $0)) }),
            "next": found.count > Self.pageLimit ? shown.last?.id.json : nil,
        ])
        return try self.pages.own(of: staff).response("achievements", title: "achievements.heading", page.object ?? [:], to: request)
    }

    private func show(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let staff = try context.visitor.staff()
        let missing = Problem(.notFound, "not-found", "There is no such achievement here.")
        guard let id = AchievementID(try context.parameters.require("id")) else { throw missing }
        let edition = try request.query()["edition"].flatMap { Int($0) }
        let found = try await self.database.transaction(as: context.visitor.databaseScope, with: .snapshot) { tx in
            try tx.achievement(id, edition: edition).map { ($0, try tx.versions(of: id, college: $0.college, limit: Self.versionLimit)) }
        }
        // Anybody may read what any college awards; this page is of one's own.
        guard let (achievement, versions) = found, achievement.college == CollegeID(staff.college) else { throw missing }
        let text = achievement.text
        var page = try self.entry(of: achievement)
        page["description"] = text.description.json
        page["criteria"] = text.criteria.json
        page["hasAlignments"] = .bool(!text.alignments.isEmpty)
        page["alignments"] = .array(
            text.alignments.map { alignment in
                [
                    "name": alignment.name.json, "url": alignment.url.json,
                    "framework": .string([alignment.framework, alignment.code].compactMap { $0 }.joined(separator: ", ")),
                    "level": alignment.level.map { .string($0) } ?? .bool(false),
                ]
            })
        page["versions"] = .array(
            versions.map { version in
                [
                    "edition": version.edition.json, "published": version.publishedAt.description.json,
                    "isShown": .bool(version.edition == achievement.edition),
                ]
            })
        page["issues"] = .bool(staff.scopes.contains("credential.issue"))
        return try self.pages.own(of: staff).plainTitle("achievement", title: text.name, page, to: request)
    }

    private func entry(of achievement: Achievement) throws -> JSONObject {
        let isPublished = achievement.state == .published
        return [
            "id": achievement.id.json, "name": achievement.text.name.json, "edition": achievement.edition.json,
            "kind": try self.pages.word(for: achievement.text.kind).json, "code": achievement.text.code.map { .string($0) } ?? .bool(false),
            "campus": achievement.text.campus.map { .string($0.name) } ?? .bool(false),
            "state": try self.pages.all.sentence("achievements.state-\(achievement.state.rawValue)").json,
            "look": isPublished ? "passed" : "blocked",
        ]
    }
}

extension IssuerPages {
    /// A kind of achievement in words; one of a college's own, after `ext:`, stands as the college wrote it.
    func word(for kind: AchievementKind) throws -> String {
        guard AchievementKind.standard.contains(kind.word) else { return String(kind.word.dropFirst("ext:".count)) }
        return try self.all.sentence("kind.\(kind.word)")
    }
}
