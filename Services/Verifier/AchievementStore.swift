import CloudEvents
import Events
import Postgres

extension Transaction {
    /// Keeps the newest state of each achievement: one row a subject, in order of their ids.
    borrowing func keep(achievements events: [AchievementEvent]) throws(PostgresError) {
        let states = events.map(\.state)
        try self.execute(
            """
            INSERT INTO achievement (id, college, issuer, edition, state, kind, name, version, updated_at)
            SELECT id, college, issuer, edition, state, kind, name, version, updated_at
            FROM unnest(\(states.map(\.subject))::uuid[], \(states.map(\.college.number))::int[], \(states.map(\.issuer.value))::uuid[],
                \(states.map { Int32(clamping: $0.edition) })::int[], \(states.map(\.state.rawValue))::text[],
                \(states.map(\.kind))::text[], \(states.map(\.name))::text[], \(events.map(\.version))::bigint[],
                \(events.map(\.time))::timestamptz[])
              AS event (id, college, issuer, edition, state, kind, name, version, updated_at)
            ON CONFLICT (id) DO UPDATE SET college = excluded.college, issuer = excluded.issuer, edition = excluded.edition,
                state = excluded.state, kind = excluded.kind, name = excluded.name, version = excluded.version,
                updated_at = excluded.updated_at
            WHERE achievement.version < excluded.version
            """)
    }
}
