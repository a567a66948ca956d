import CloudEvents
import Events
import Messaging
import Observability
import Postgres

extension Transaction {
    /// The newest questions, those that nobody has decided first.
    borrowing func reviews(limit: Int) throws(PostgresError) -> [Review] {
        var reviews: [Review] = []
        let rows = try self.query(
            "SELECT \(Review.columns) FROM issuer.review ORDER BY decided_at IS NOT NULL, opened_at DESC, id LIMIT \(limit)")
        for row in rows { reviews.append(try row.review()) }
        return reviews
    }

    /// A question, locked against everybody else who would decide it; nil when this visitor sees none.
    borrowing func lockedReview(_ id: ReviewID) throws(PostgresError) -> Review? {
        try self.query("SELECT \(Review.columns) FROM issuer.review WHERE id = \(id.value) FOR UPDATE").first?.review()
    }

    /// Decides a locked question. What is taken back can be earned again; what is kept is not asked about again while the pathway stays open.
    borrowing func decide(_ review: Review, _ decision: Review.Decision, because reason: String, at time: WallTime) throws(PostgresError) {
        try self.execute(
            """
            UPDATE issuer.review SET decision = \(decision.rawValue), reason = \(reason), decided_at = \(time)
            WHERE id = \(review.id.value) AND decided_at IS NULL
            """)
        if decision == .takeBack {
            try self.execute("UPDATE issuer.award_order SET closed_at = \(time) WHERE id = \(review.order.value) AND closed_at IS NULL")
        } else {
            try self.execute("UPDATE issuer.award_order SET is_kept = true WHERE id = \(review.order.value)")
        }
    }

    /// The newest orders of awards.
    borrowing func awardOrders(limit: Int) throws(PostgresError) -> [AwardOrder] {
        try self.query(
            """
            SELECT id, person, pathway, achievement, edition, earned_by, ordered_at, credential, reason, closed_at
            FROM issuer.award_order ORDER BY ordered_at DESC, id LIMIT \(limit)
            """
        ).decode(
            (UUIDValue, UUIDValue, UUIDValue, UUIDValue, Int32, [UUIDValue], WallTime, UUIDValue?, String?, WallTime?).self
        ).map { row in
            AwardOrder(
                id: AwardOrderID(row.0), person: PersonID(row.1), pathway: PathwayID(row.2),
                achievement: AchievementEdition(AchievementID(row.3), edition: Int(row.4)), earnedBy: row.5.map { CredentialID($0) },
                orderedAt: row.6, credential: row.7.map { CredentialID($0) }, reason: row.8, closedAt: row.9)
        }
    }
}

extension Review {
    fileprivate static let columns: SQL =
        "id, award_order, person, achievement, credential, opened_at, decision, reason, decided_at"
}

extension Row {
    fileprivate func review() throws(PostgresError) -> Review {
        let (id, order, person, achievement, credential, openedAt, decision, reason, decidedAt) = try self.decode(
            (UUIDValue, UUIDValue, UUIDValue, UUIDValue, UUIDValue, WallTime, String?, String?, WallTime?).self)
        return Review(
            id: ReviewID(id), order: AwardOrderID(order), person: PersonID(person), achievement: AchievementID(achievement),
            credential: CredentialID(credential), openedAt: openedAt, decision: decision.flatMap { Review.Decision(rawValue: $0) },
            reason: reason, decidedAt: decidedAt)
    }
}
