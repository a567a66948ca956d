import Chassis
import CloudEvents
import Events
import HTTP
import JSON
import Postgres

/// `/issuer/api/v1/achievements`: publish; and read, which anybody may.
struct AchievementRoutes: Sendable {
    /// How many a page of the list holds.
    static let pageLimit = 100

    let publishing: PublishingAchievement
    let database: Database

    func add(to group: RouterGroup<ServiceContext>) {
        group.post("/achievements") { request, context in try await self.publish(request, context) }
        group.get("/achievements/{id}") { _, context in try await self.show(context) }
        group.get("/achievements") { request, context in try await self.list(request, context) }
    }

    private func publish(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let staff = try context.visitor.staff(with: "achievement.publish")
        let text = try (try await request.json()).decode(AchievementText.self)
        let achievement = try await answering { try await self.publishing.publish(text, by: staff) }
        return .json(achievement.json, status: .created, location: "/issuer/api/v1/achievements/\(achievement.id)")
    }

    private func show(_ context: ServiceContext) async throws -> HTTPResponse {
        let missing = Problem(.notFound, "not-found", "There is no such achievement.")
        guard let id = AchievementID(try context.parameters.require("id")) else { throw missing }
        let achievement = try await self.database.transaction(as: context.visitor.databaseScope) { tx in try tx.achievement(id) }
        guard let achievement else { throw missing }
        return .json(achievement.json)
    }

    private func list(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let query = try request.query()
        guard let number = query["college"].flatMap({ Int32($0) }) ?? context.visitor.college, number > 0 else {
            throw Problem(.badRequest, "college-needed", "Say whose achievements: add ?college= and the college's number.")
        }
        let after = try query["after"].map { text in
            guard let id = AchievementID(text) else {
                throw Problem(.badRequest, "after-malformed", "after should be an achievement's id.")
            }
            return id
        }
        let code = try query.single("code")
        if let code, !CodeText.isCode(code) { throw Problem(.badRequest, "code-malformed", "code should be an achievement's code.") }
        let page = try await self.database.transaction(as: context.visitor.databaseScope) { tx in
            try tx.achievements(of: CollegeID(number), code: code, after: after, limit: Self.pageLimit)
        }
        let next = page.count == Self.pageLimit ? page.last?.id : nil
        return .json(.object(omittingNil: ["achievements": .array(page.map(\.json)), "after": next?.json]))
    }
}
