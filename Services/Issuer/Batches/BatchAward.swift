import CloudEvents
import Events
import Messaging
import Postgres

/// How many rows of a file would award one edition of an achievement.
struct BatchAward: Sendable, Equatable {
    let achievement: AchievementEdition
    let name: String
    let ready: Int
}

extension Transaction {
    /// Adds rows to what a batch would award.
    borrowing func count(_ added: [AchievementEdition: Int], in batch: BatchID, college: CollegeID) throws(PostgresError) {
        if added.isEmpty { return }
        let entries = added.sorted { ($0.key.id, $0.key.edition) < ($1.key.id, $1.key.edition) }
        try self.execute(
            """
            INSERT INTO issuer.batch_award AS known (college, batch, achievement, edition, ready)
            SELECT \(college.number), \(batch.value), achievement, edition, ready
            FROM unnest(\(entries.map(\.key.id.value))::uuid[], \(entries.map { Int32(clamping: $0.key.edition) })::int[],
                \(entries.map { Int32(clamping: $0.value) })::int[]) AS added (achievement, edition, ready)
            ON CONFLICT (college, batch, achievement, edition) DO UPDATE SET ready = known.ready + excluded.ready
            """)
    }

    /// What a batch would award as it was checked, the most first.
    borrowing func awards(of batch: BatchID, college: CollegeID, limit: Int) throws(PostgresError) -> [BatchAward] {
        try self.query(
            """
            SELECT a.achievement, a.edition, e.name, a.ready FROM issuer.batch_award a
            JOIN issuer.achievement_edition e ON (e.college, e.achievement, e.edition) = (a.college, a.achievement, a.edition)
            WHERE a.college = \(college.number) AND a.batch = \(batch.value)
            ORDER BY a.ready DESC, e.name, a.achievement LIMIT \(limit)
            """
        ).decode((UUIDValue, Int32, String, Int32).self).map {
            BatchAward(achievement: AchievementEdition(AchievementID($0), edition: Int($1)), name: $2, ready: Int($3))
        }
    }
}
