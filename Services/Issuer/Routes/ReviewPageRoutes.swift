import Chassis
import Events
import HTTP
import JSON
import Observability
import Postgres

/// `/issuer/reviews`: awards whose pathway is complete no more, and deciding what becomes of one.
struct ReviewPageRoutes: Sendable {
    /// How many questions a page shows.
    static let pageLimit = 20

    let deciding: DecidingReview
    let finding: FindingCredentials
    let database: Database
    let pages: IssuerPages

    func add(to group: RouterGroup<ServiceContext>) {
        group.get("/reviews") { request, context in try await self.list(request, context) }
        group.get("/reviews/{id}") { request, context in try await self.show(request, context) }
        group.get("/reviews/{id}/{decision}") { request, context in
            try await self.ask("", FormErrors(), status: .ok, request, context)
        }
        group.post("/reviews/{id}/{decision}") { request, context in try await self.decide(request, context) }
    }

    private func list(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let staff = try context.visitor.staff(with: ReviewRoutes.scope)
        // A cursor that is none begins at the oldest: it is a link of ours that somebody has cut.
        let after = try request.query()["after"].flatMap { ReviewID($0) }
        let found = try await self.database.transaction(as: context.visitor.databaseScope) { tx in
            try tx.waitingReviews(of: CollegeID(staff.college), after: after, limit: Self.pageLimit + 1)
        }
        let shown = found.prefix(Self.pageLimit)
        let learners = try await answering { try await self.finding.learners(Set(shown.map(\.review.person)), by: staff) }
        let page: JSON = .object(omittingNil: [
            "hasReviews": .bool(!shown.isEmpty),
            "reviews": .array(
                try shown.map { named in
                    [
                        "id": named.review.id.json, "short": String(named.review.id.description.suffix(8)).json,
                        "name": named.achievementName.json, "learner": try self.pages.label(of: learners[named.review.person]).json,
                        "opened": named.review.openedAt.description.json,
                    ]
                }),
            "next": found.count > Self.pageLimit ? shown.last?.review.id.json : nil,
        ])
        return try self.pages.own(of: staff).response("reviews", title: "reviews.heading", page.object ?? [:], to: request)
    }

    private func show(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let staff = try context.visitor.staff(with: ReviewRoutes.scope)
        let (named, earned) = try await self.find(context)
        var page = try await self.entry(of: named, staff)
        let review = named.review
        page["isOpen"] = .bool(review.decision == nil)
        page["decision"] = try review.decision.map { try self.pages.all.sentence("review.decided-\($0.rawValue)").json } ?? .bool(false)
        page["decided"] = (review.decidedAt ?? review.openedAt).description.json
        page["reason"] = review.reason.map { .string($0) } ?? .bool(false)
        page["earned"] = .array(
            try earned.map { credential in
                var entry = try self.pages.state(credential.state)
                entry["id"] = credential.id.json
                entry["short"] = String(credential.id.description.suffix(8)).json
                entry["name"] = credential.achievementName.json
                entry["isChanged"] = .bool(credential.state != .active)
                entry["changed"] = credential.changedAt.description.json
                entry["why"] = credential.reason.map { .string($0) } ?? .bool(false)
                return .object(entry)
            })
        return try self.pages.own(of: staff).response("review", title: "review.heading", page, to: request)
    }

    private func ask(
        _ reason: String, _ errors: FormErrors, status: HTTPStatus, _ request: HTTPRequest, _ context: ServiceContext
    ) async throws -> HTTPResponse {
        let staff = try context.visitor.staff(with: ReviewRoutes.scope)
        let decision = try Self.decision(context)
        let (named, _) = try await self.find(context)
        guard named.review.decision == nil else { return Self.page(of: named.review.id) }
        var page = try await self.entry(of: named, staff)
        page["isKeep"] = .bool(decision == .keep)
        page["decision"] = decision.rawValue.json
        page["reason"] = reason.json
        errors.add(to: &page)
        return try self.pages.own(of: staff).response(
            "review-decide", title: "review-decide.heading-\(decision.rawValue)", page, status: status, to: request)
    }

    private func decide(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let staff = try context.visitor.staff(with: ReviewRoutes.scope)
        let (id, decision) = (try Self.id(context), try Self.decision(context))
        let reason = try await request.form().text("reason")
        if let error = try self.pages.fault(ofReason: reason) {
            var errors = FormErrors()
            errors.add("reason", error)
            return try await self.ask(reason, errors, status: .unprocessableContent, request, context)
        }
        do {
            _ = try await self.deciding.decide(id, DecidingReview.Wish(decision, because: reason), by: staff)
        } catch IssuerError.reviewDecided {
            // Somebody was quicker: the page says what she decided.
        } catch let error as IssuerError {
            throw Problem(error)
        }
        return Self.page(of: id)
    }

    private func find(_ context: ServiceContext) async throws -> (NamedReview, [EarnedCredential]) {
        let (id, college) = (try Self.id(context), CollegeID(try context.visitor.staff().college))
        let found = try await self.database.transaction(as: context.visitor.databaseScope, with: .snapshot) { tx in
            try tx.namedReview(id).map { ($0, try tx.credentials(earning: $0.review.order, college: college)) }
        }
        guard let found else { throw Problem(.unknownReview) }
        return found
    }

    private func entry(of named: NamedReview, _ staff: Visitor.Staff) async throws -> JSONObject {
        let person = named.review.person
        let learners = try await answering { try await self.finding.learners([person], by: staff) }
        return [
            "id": named.review.id.json, "name": named.achievementName.json, "credential": named.review.credential.json,
            "learner": try self.pages.label(of: learners[person]).json, "opened": named.review.openedAt.description.json,
        ]
    }

    private static func page(of id: ReviewID) -> HTTPResponse { .redirect(to: "/issuer/reviews/\(id)") }

    private static func id(_ context: ServiceContext) throws -> ReviewID {
        guard let id = ReviewID(try context.parameters.require("id")) else { throw Problem(.unknownReview) }
        return id
    }

    private static func decision(_ context: ServiceContext) throws -> Review.Decision {
        guard let decision = Review.Decision(rawValue: try context.parameters.require("decision")), decision != .ended else {
            throw Problem(.unknownReview)
        }
        return decision
    }
}
