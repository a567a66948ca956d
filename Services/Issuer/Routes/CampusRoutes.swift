import Chassis
import Events
import HTTP
import JSON
import Postgres

/// `/issuer/api/v1/campuses`: add; and read, which anybody may.
struct CampusRoutes: Sendable {
    let adding: AddingCampus
    let database: Database

    func add(to group: RouterGroup<ServiceContext>) {
        group.post("/campuses") { request, context in try await self.add(request, context) }
        group.get("/campuses") { request, context in try await self.list(request, context) }
    }

    private func add(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let staff = try context.visitor.staff(with: "campus.write")
        let text = try (try await request.json()).decode(CampusText.self)
        let (campus, isNew) = try await answering { try await self.adding.add(text, by: staff) }
        return .json(campus.json, status: isNew ? .created : .ok)
    }

    private func list(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        guard let number = try request.query().single("college").flatMap({ Int32($0) }) ?? context.visitor.college, number > 0 else {
            throw Problem(.badRequest, "college-needed", "Say whose campuses: add ?college= and the college's number.")
        }
        let campuses = try await self.database.transaction(as: context.visitor.databaseScope) { tx in
            try tx.campuses(of: CollegeID(number))
        }
        return .json(["campuses": .array(campuses.map(\.json))])
    }
}
