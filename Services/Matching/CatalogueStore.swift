import CloudEvents
import Events
import Postgres

extension Transaction {
    /// Keeps the newest name of each issuer: one row a subject, in order of their ids.
    borrowing func keep(issuers events: [IssuerEvent]) throws(PostgresError) {
        let states = events.map(\.state)
        try self.execute(
            """
            INSERT INTO matching.issuer (id, college, name, version)
            SELECT id, college, name, version
            FROM unnest(\(states.map(\.subject))::uuid[], \(states.map(\.college.number))::int[], \(states.map(\.name))::text[],
                \(events.map(\.version))::bigint[]) AS event (id, college, name, version)
            ON CONFLICT (id) DO UPDATE SET college = excluded.college, name = excluded.name, version = excluded.version
            WHERE issuer.version < excluded.version
            """)
    }

    /// Keeps the newest name of each achievement.
    borrowing func keep(achievements events: [AchievementEvent]) throws(PostgresError) {
        let states = events.map(\.state)
        try self.execute(
            """
            INSERT INTO matching.achievement (id, college, issuer, name, version)
            SELECT id, college, issuer, name, version
            FROM unnest(\(states.map(\.subject))::uuid[], \(states.map(\.college.number))::int[], \(states.map(\.issuer.value))::uuid[],
                \(states.map(\.name))::text[], \(events.map(\.version))::bigint[]) AS event (id, college, issuer, name, version)
            ON CONFLICT (id) DO UPDATE SET college = excluded.college, issuer = excluded.issuer, name = excluded.name,
                version = excluded.version
            WHERE achievement.version < excluded.version
            """)
    }
}
