import Chassis
import Events
import HTTP
import JSON
import Postgres

/// `/issuer/`: where staff come to after they signed in: what waits for them, and what they may do.
struct HomePageRoutes: Sendable {
    /// The scopes of which the page says in words that somebody has them, in its order.
    static let roleScopes = ["credential.issue", "credential.revoke", "review.decide", "achievement.publish", "campus.write"]

    /// How many of the newest batches it shows.
    static let batchLimit = 5

    let colleges: Colleges
    let database: Database
    let pages: IssuerPages

    func add(to router: Router<ServiceContext>) {
        router.get("/issuer") { _, _ in HTTPResponse(status: .permanentRedirect, headers: [.location: "/issuer/"]) }
        router.get("/issuer/") { request, context in try await self.home(request, context) }
    }

    private func home(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let staff = try context.visitor.staff()
        let pages = self.pages.own(of: staff)
        let college = try await answering { try await self.colleges.college(CollegeID(staff.college)) }
        let issues = staff.scopes.contains("credential.issue")
        let decides = staff.scopes.contains(ReviewRoutes.scope)
        let (campuses, batches, waiting) = try await self.database.transaction(as: context.visitor.databaseScope, with: .snapshot) { tx in
            (
                try tx.campuses(of: college.id).filter { staff.campuses.contains($0.id.value) },
                issues ? try tx.batches(limit: Self.batchLimit) : [],
                decides ? try tx.waitingReviews(of: college.id) : 0
            )
        }
        let may = Self.roleScopes.filter(staff.scopes.contains)
        return try pages.response(
            "home", title: "home.heading",
            [
                "college": college.name.json, "hasCampuses": .bool(!staff.campuses.isEmpty), "campuses": .array(campuses.map(\.name.json)),
                "decides": .bool(decides), "hasWaiting": .bool(waiting > 0), "waiting": waiting.json, "issues": .bool(issues),
                "hasBatches": .bool(!batches.isEmpty),
                "batches": .array(try batches.map { .object(try self.pages.entry(of: $0)) }),
                "hasScopes": .bool(!may.isEmpty), "may": .array(try may.map { try pages.sentence("home.may-\($0)").json }),
            ], to: request)
    }
}
