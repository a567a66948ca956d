import CloudEvents
import Events
import Messaging
import Observability
import Postgres

/// When an edition of an achievement was published.
struct AchievementVersion: Sendable, Equatable {
    let edition: Int
    let publishedAt: WallTime
}

extension Transaction {
    /// The editions of an achievement, the newest first.
    borrowing func versions(of id: AchievementID, college: CollegeID, limit: Int) throws(PostgresError) -> [AchievementVersion] {
        try self.query(
            """
            SELECT edition, published_at FROM issuer.achievement_edition
            WHERE college = \(college.number) AND achievement = \(id.value) ORDER BY edition DESC LIMIT \(limit)
            """
        ).decode((Int32, WallTime).self).map { AchievementVersion(edition: Int($0), publishedAt: $1) }
    }
}
