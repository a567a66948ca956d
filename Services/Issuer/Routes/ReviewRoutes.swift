import Chassis
import CloudEvents
import Events
import HTTP
import JSON
import Postgres

/// `/issuer/api/v1/reviews` and `/issuer/api/v1/award-orders`: what pathways led to, and what a person must decide.
struct ReviewRoutes: Sendable {
    static let scope = "review.decide"

    let deciding: DecidingReview
    let database: Database

    func add(to group: RouterGroup<ServiceContext>) {
        group.get("/award-orders") { _, context in try await self.orders(context) }
        group.get("/reviews") { _, context in try await self.reviews(context) }
        group.post("/reviews/{id}/decide") { request, context in try await self.decide(request, context) }
    }

    private func orders(_ context: ServiceContext) async throws -> HTTPResponse {
        let staff = try context.visitor.staff(with: Self.scope)
        let orders = try await self.database.transaction(as: Visitor.staff(staff).databaseScope) { tx in
            try tx.awardOrders(limit: AwardOrder.listLimit)
        }
        return .json(["awardOrders": .array(orders.map(\.json))])
    }

    private func reviews(_ context: ServiceContext) async throws -> HTTPResponse {
        let staff = try context.visitor.staff(with: Self.scope)
        let reviews = try await self.database.transaction(as: Visitor.staff(staff).databaseScope) { tx in
            try tx.reviews(limit: AwardOrder.listLimit)
        }
        return .json(["reviews": .array(reviews.map(\.json))])
    }

    private func decide(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let staff = try context.visitor.staff(with: Self.scope)
        guard let id = ReviewID(try context.parameters.require("id")) else { throw Problem(.unknownReview) }
        let wish = try (try await request.json()).decode(DecidingReview.Wish.self)
        return .json(try await answering { try await self.deciding.decide(id, wish, by: staff) }.json)
    }
}
