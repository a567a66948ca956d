import CloudEvents
import Events
import Observability
import Postgres

extension Transaction {
    /// Keeps the newest state of each credential and the skills that it shows: one of a subject, in order of their ids.
    borrowing func keep(credentials events: [CredentialEvent]) throws(PostgresError) {
        let states = events.map(\.state)
        try self.execute(
            """
            INSERT INTO matching.credential (college, id, person, achievement, issuer, state, valid_from, valid_until, version)
            SELECT college, id, person, achievement, issuer, state, valid_from, valid_until, version
            FROM unnest(\(states.map(\.college.number))::int[], \(states.map(\.subject))::uuid[], \(states.map(\.person.value))::uuid[],
                \(states.map(\.achievement.id.value))::uuid[], \(states.map(\.issuer.value))::uuid[],
                \(states.map(\.state.rawValue))::text[], \(states.map(\.validFrom))::timestamptz[],
                \(states.map(\.validUntil))::timestamptz[], \(events.map(\.version))::bigint[])
              AS event (college, id, person, achievement, issuer, state, valid_from, valid_until, version)
            ON CONFLICT (college, id) DO UPDATE SET person = excluded.person, achievement = excluded.achievement,
                issuer = excluded.issuer, state = excluded.state, valid_from = excluded.valid_from, valid_until = excluded.valid_until,
                version = excluded.version
            WHERE credential.version < excluded.version
            """)
        try self.execute(
            """
            DELETE FROM matching.skill USING unnest(\(states.map(\.college.number))::int[], \(states.map(\.subject))::uuid[]) AS event (college, id)
            WHERE skill.college = event.college AND skill.credential = event.id
            """)
        let shown = states.flatMap { state in state.skills.map { (state, $0) } }
        try self.execute(
            """
            INSERT INTO matching.skill (college, credential, person, framework, code, level)
            SELECT college, credential, person, framework, code, level
            FROM unnest(\(shown.map(\.0.college.number))::int[], \(shown.map(\.0.subject))::uuid[],
                \(shown.map(\.0.person.value))::uuid[], \(shown.map(\.1.framework))::text[], \(shown.map(\.1.code))::text[],
                \(shown.map(\.1.level))::text[]) AS event (college, credential, person, framework, code, level)
            ON CONFLICT DO NOTHING
            """)
    }

    /// Keeps the newest state of each item.
    borrowing func keep(items events: [ItemEvent]) throws(PostgresError) {
        let states = events.map(\.state)
        try self.execute(
            """
            INSERT INTO matching.item (college, id, person, credential, state, version)
            SELECT college, id, person, credential, state, version
            FROM unnest(\(states.map(\.college.number))::int[], \(states.map(\.subject))::uuid[], \(states.map(\.person.value))::uuid[],
                \(states.map { $0.credential?.value })::uuid[], \(states.map(\.state.rawValue))::text[],
                \(events.map(\.version))::bigint[]) AS event (college, id, person, credential, state, version)
            ON CONFLICT (college, id) DO UPDATE SET person = excluded.person, credential = excluded.credential,
                state = excluded.state, version = excluded.version
            WHERE item.version < excluded.version
            """)
    }
}
