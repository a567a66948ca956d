import Chassis
import CloudEvents
import Events
import JSON
import Messaging
import Observability
import Postgres

/// Decides what becomes of an award whose pathway is complete no more: a person keeps it, or takes it back.
struct DecidingReview: Sendable {
    /// What somebody decides, and why.
    struct Wish: Sendable, Equatable, JSONDecodable {
        let decision: Review.Decision
        let reason: String

        /// A wish from its parts; only a person's decisions are wishes.
        init(_ decision: Review.Decision, because reason: String) {
            precondition(decision != .ended, "no person decides that")
            self.decision = decision
            self.reason = reason
        }

        init(from json: JSONView) throws(JSONDecodingError) {
            let body = try JSONReader(json, requiring: "decision", "reason")
            let word: String = try body.required("decision")
            guard let decision = Review.Decision(rawValue: word), decision != .ended else {
                throw body.member("decision")?.mismatch(expected: "keep or take-back") ?? json.mismatch(expected: "a decision")
            }
            self.decision = decision
            self.reason = try body.filled("reason", limit: 1_000)
            try body.finish()
        }
    }

    let database: Database
    let revoking: Revoking
    let now: @Sendable () -> WallTime

    /// Decides a question that is open. Taking back revokes the credential and lets the award be earned again, in one transaction.
    func decide(_ id: ReviewID, _ wish: Wish, by staff: Visitor.Staff) async throws -> Review {
        let college = try await self.revoking.colleges.college(CollegeID(staff.college))
        let (revoking, time) = (self.revoking, self.now())
        return try await self.database.transaction(as: Visitor.staff(staff).databaseScope) { tx in
            guard let review = try tx.lockedReview(id) else { throw IssuerError.unknownReview }
            if let decision = review.decision { throw IssuerError.reviewDecided(decision.rawValue) }
            if wish.decision == .takeBack, let credential = try tx.credential(review.credential), credential.state != .revoked {
                _ = try revoking.apply(.revoke, to: review.credential, because: wish.reason, for: college, at: time, in: tx)
            }
            try tx.decide(review, wish.decision, because: wish.reason, at: time)
            guard let decided = try tx.lockedReview(id) else { throw IssuerError.unknownReview }
            return decided
        }
    }
}
