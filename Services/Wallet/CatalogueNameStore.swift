import CloudEvents
import Events
import Observability
import Postgres

extension Transaction {
    /// Keeps what each achievement is called now: one row a subject, in order of their ids.
    borrowing func keep(achievements events: [AchievementEvent]) throws(PostgresError) {
        let states = events.map(\.state)
        try self.execute(
            """
            INSERT INTO achievement (id, college, edition, state, name, version, updated_at)
            SELECT id, college, edition, state, name, version, updated_at
            FROM unnest(\(states.map(\.subject))::uuid[], \(states.map(\.college.number))::int[],
                \(states.map { Int32(clamping: $0.edition) })::int[], \(states.map(\.state.rawValue))::text[],
                \(states.map(\.name))::text[], \(events.map(\.version))::bigint[], \(events.map(\.time))::timestamptz[])
              AS event (id, college, edition, state, name, version, updated_at)
            ON CONFLICT (id) DO UPDATE SET college = excluded.college, edition = excluded.edition, state = excluded.state,
                name = excluded.name, version = excluded.version, updated_at = excluded.updated_at
            WHERE achievement.version < excluded.version
            """)
    }

    /// Keeps what each pathway is called now: one row a subject, in order of their ids.
    borrowing func keep(pathways events: [PathwayEvent]) throws(PostgresError) {
        let states = events.map(\.state)
        try self.execute(
            """
            INSERT INTO pathway (id, college, edition, state, name, version, updated_at)
            SELECT id, college, edition, state, name, version, updated_at
            FROM unnest(\(states.map(\.subject))::uuid[], \(states.map(\.college.number))::int[],
                \(states.map { Int32(clamping: $0.edition) })::int[], \(states.map(\.state.rawValue))::text[],
                \(states.map(\.name))::text[], \(events.map(\.version))::bigint[], \(events.map(\.time))::timestamptz[])
              AS event (id, college, edition, state, name, version, updated_at)
            ON CONFLICT (id) DO UPDATE SET college = excluded.college, edition = excluded.edition, state = excluded.state,
                name = excluded.name, version = excluded.version, updated_at = excluded.updated_at
            WHERE pathway.version < excluded.version
            """)
    }
}
