import CloudEvents
import Events
import Observability
import PathwayEngine
import Postgres

extension Transaction {
    /// Keeps the newest state of each credential: one row a subject, in order of their ids. Their learners are held.
    borrowing func keep(credentials events: [CredentialEvent]) throws(PostgresError) {
        let states = events.map(\.state)
        try self.execute(
            """
            INSERT INTO pathway.credential (college, id, person, achievement, state, valid_from, valid_until, version)
            SELECT college, id, person, achievement, state, valid_from, valid_until, version
            FROM unnest(\(states.map(\.college.number))::int[], \(states.map(\.subject))::uuid[], \(states.map(\.person.value))::uuid[],
                \(states.map(\.achievement.id.value))::uuid[], \(states.map(\.state.rawValue))::text[],
                \(states.map(\.validFrom))::timestamptz[], \(states.map(\.validUntil))::timestamptz[], \(events.map(\.version))::bigint[])
              AS event (college, id, person, achievement, state, valid_from, valid_until, version)
            ON CONFLICT (college, id) DO UPDATE SET state = excluded.state, valid_from = excluded.valid_from,
                valid_until = excluded.valid_until, version = excluded.version
            WHERE credential.version < excluded.version
            """)
    }

    /// Notes when credentials will begin to hold, or end, so that their learners are looked at again then.
    borrowing func noteTurnings(of states: [CredentialState], after now: WallTime) throws(PostgresError) {
        let turnings = states.flatMap { state in
            [state.validFrom, state.validUntil].compactMap { $0 }.filter { $0 > now }.map { (state, $0) }
        }
        if turnings.isEmpty { return }
        try self.execute(
            """
            INSERT INTO pathway.turning (college, credential, at, person)
            SELECT college, credential, at, person
            FROM unnest(\(turnings.map(\.0.college.number))::int[], \(turnings.map(\.0.subject))::uuid[],
                \(turnings.map(\.1))::timestamptz[], \(turnings.map(\.0.person.value))::uuid[]) AS turning (college, credential, at, person)
            ON CONFLICT DO NOTHING
            """)
    }

    /// What learners hold at a moment: what is neither suspended nor revoked, has begun, and has not ended.
    borrowing func credentials(of learners: [Learner], at time: WallTime) throws(PostgresError) -> [Learner: [HeldCredential]] {
        let rows = try self.query(Self.heldQuery(learners, at: time)).decode((Int32, UUIDValue, UUIDValue, UUIDValue, WallTime).self)
        var held: [Learner: [HeldCredential]] = [:]
        for (college, person, id, achievement, since) in rows {
            held[Learner(college: CollegeID(college), person: PersonID(person)), default: []].append(
                HeldCredential(CredentialID(id), of: AchievementID(achievement), since: since))
        }
        return held
    }

    static func heldQuery(_ learners: [Learner], at time: WallTime) -> SQL {
        """
        SELECT c.college, c.person, c.id, c.achievement, c.valid_from FROM pathway.credential c
        JOIN unnest(\(learners.map(\.college.number))::int[], \(learners.map(\.person.value))::uuid[]) AS learner (college, person)
          ON learner.college = c.college AND learner.person = c.person
        WHERE c.state = 'active' AND c.valid_from <= \(time) AND (c.valid_until IS NULL OR c.valid_until > \(time))
        """
    }
}
