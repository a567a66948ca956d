import CloudEvents
import Events
import Messaging
import Observability
import Postgres

/// A question about an award, as a page names it.
struct NamedReview: Sendable, Equatable {
    let review: Review
    let achievementName: String
}

/// A credential that an award was earned with, as it stands now.
struct EarnedCredential: Sendable, Equatable {
    let id: CredentialID
    let achievementName: String
    let state: CredentialState.State
    let changedAt: WallTime
    let reason: String?
}

extension Transaction {
    /// How many questions wait for a decision of this visitor's.
    borrowing func waitingReviews(of college: CollegeID) throws(PostgresError) -> Int {
        let rows = try self.query("SELECT count(*) FROM issuer.review WHERE college = \(college.number) AND decided_at IS NULL")
        return try rows.first?.decode(Int.self) ?? 0
    }

    /// The questions that nobody has decided, those that wait longest first, after one that is known already.
    borrowing func waitingReviews(of college: CollegeID, after: ReviewID?, limit: Int) throws -> [NamedReview] {
        try self.namedReviews(
            """
            r.college = \(college.number) AND r.decided_at IS NULL AND (\(after?.value)::uuid IS NULL OR (r.opened_at, r.id)
                > (SELECT known.opened_at, known.id FROM issuer.review known WHERE known.id = \(after?.value)::uuid))
            ORDER BY r.opened_at, r.id LIMIT \(limit)
            """)
    }

    /// A question that this visitor may see; nil when there is none.
    borrowing func namedReview(_ id: ReviewID) throws -> NamedReview? {
        try self.namedReviews("r.id = \(id.value)").first
    }

    /// What an award was earned with.
    borrowing func credentials(earning order: AwardOrderID, college: CollegeID) throws(PostgresError) -> [EarnedCredential] {
        try self.query(
            """
            SELECT c.id, e.name, c.state, c.changed_at, c.reason
            FROM issuer.award_order o JOIN issuer.credential c ON c.college = o.college AND c.id = ANY (o.earned_by)
            JOIN issuer.achievement_edition e ON (e.college, e.achievement, e.edition) = (c.college, c.achievement, c.edition)
            WHERE o.college = \(college.number) AND o.id = \(order.value) ORDER BY e.name, c.id
            """
        ).decode((UUIDValue, String, String, WallTime, String?).self).map { row in
            guard let state = CredentialState.State(rawValue: row.2) else { preconditionFailure("the table's check allows three states") }
            return EarnedCredential(id: CredentialID(row.0), achievementName: row.1, state: state, changedAt: row.3, reason: row.4)
        }
    }

    private borrowing func namedReviews(_ condition: SQL) throws -> [NamedReview] {
        try self.query(
            """
            SELECT r.id, r.award_order, r.person, r.achievement, r.credential, r.opened_at, r.decision, r.reason, r.decided_at, e.name
            FROM issuer.review r JOIN issuer.credential c ON (c.college, c.id) = (r.college, r.credential)
            JOIN issuer.achievement_edition e ON (e.college, e.achievement, e.edition) = (c.college, c.achievement, c.edition)
            WHERE \(condition)
            """
        ).decode((UUIDValue, UUIDValue, UUIDValue, UUIDValue, UUIDValue, WallTime, String?, String?, WallTime?, String).self).map { row in
            let review = Review(
                id: ReviewID(row.0), order: AwardOrderID(row.1), person: PersonID(row.2), achievement: AchievementID(row.3),
                credential: CredentialID(row.4), openedAt: row.5, decision: row.6.flatMap { Review.Decision(rawValue: $0) }, reason: row.7,
                decidedAt: row.8)
            return NamedReview(review: review, achievementName: row.9)
        }
    }
}
