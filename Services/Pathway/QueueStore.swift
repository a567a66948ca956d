import CloudEvents
import Events
import Observability
import Postgres

/// A pathway whose learners are being looked at again.
struct Sweep: Sendable {
    let id: Int64
    let college: CollegeID
    let pathway: PathwayID
    /// The last learner who was looked at.
    let after: PersonID
}

extension Transaction {
    /// Whether there is a sweep, or a learner whose credential has begun to hold or ended.
    borrowing func isAnythingWaiting(by time: WallTime) throws(PostgresError) -> Bool {
        let rows = try self.query(
            "SELECT EXISTS (SELECT FROM pathway.sweep) OR EXISTS (SELECT FROM pathway.turning WHERE at <= \(time))")
        return try rows.decode(Bool.self)[0]
    }

    /// Takes a sweep that nobody else has in hand; those that have come least far go first, so that a large one does not keep small ones waiting.
    borrowing func takeSweep() throws(PostgresError) -> Sweep? {
        let rows = try self.query(
            "SELECT id, college, pathway, after FROM pathway.sweep ORDER BY after, id LIMIT 1 FOR UPDATE SKIP LOCKED")
        guard let (id, college, pathway, after) = try rows.first?.decode((Int64, Int32, UUIDValue, UUIDValue).self) else { return nil }
        return Sweep(id: id, college: CollegeID(college), pathway: PathwayID(pathway), after: PersonID(after))
    }

    /// The next learners of a sweep: who holds, or held, anything that the newest edition names, or has progress on it.
    borrowing func learners(of sweep: Sweep, limit: Int) throws(PostgresError) -> [Learner] {
        try self.query(Self.sweepQuery(sweep, limit: limit)).decode((UUIDValue).self)
            .map { Learner(college: sweep.college, person: PersonID($0)) }
    }

    /// Each achievement gives its own first few by its index, so that a slice costs the same at the end of a million as at the beginning.
    static func sweepQuery(_ sweep: Sweep, limit: Int) -> SQL {
        let (college, pathway, after) = (sweep.college.number, sweep.pathway.value, sweep.after.value)
        return """
            SELECT person FROM (
              SELECT holder.person FROM pathway.pathway p
              JOIN pathway.pathway_leaf l ON l.college = p.college AND l.pathway = p.id AND l.edition = p.edition
              CROSS JOIN LATERAL (SELECT DISTINCT c.person FROM pathway.credential c
                WHERE c.college = l.college AND c.achievement = l.achievement AND c.person > \(after)
                ORDER BY c.person LIMIT \(limit)) AS holder
              WHERE p.college = \(college) AND p.id = \(pathway)
              UNION
              (SELECT person FROM pathway.progress WHERE college = \(college) AND pathway = \(pathway) AND person > \(after)
              ORDER BY person LIMIT \(limit))
            ) AS learner ORDER BY person LIMIT \(limit)
            """
    }

    /// Goes on behind a learner.
    borrowing func move(_ sweep: Sweep, behind person: PersonID) throws(PostgresError) {
        try self.execute("UPDATE pathway.sweep SET after = \(person.value) WHERE id = \(sweep.id)")
    }

    /// Ends a sweep.
    borrowing func end(_ sweep: Sweep) throws(PostgresError) {
        try self.execute("DELETE FROM pathway.sweep WHERE id = \(sweep.id)")
    }

    /// Learners with a credential that has begun to hold, or has ended, by now.
    borrowing func turnedLearners(by time: WallTime, limit: Int) throws(PostgresError) -> [Learner] {
        try self.query(
            """
            SELECT DISTINCT college, person FROM (SELECT college, person FROM pathway.turning WHERE at <= \(time) ORDER BY at LIMIT \(limit))
              AS turning ORDER BY college, person
            """
        ).decode((Int32, UUIDValue).self).map { Learner(college: CollegeID($0), person: PersonID($1)) }
    }

    /// Forgets what these learners, who are held, were to be looked at for.
    borrowing func forgetTurnings(of learners: [Learner], by time: WallTime) throws(PostgresError) {
        try self.execute(
            """
            DELETE FROM pathway.turning t
            USING unnest(\(learners.map(\.college.number))::int[], \(learners.map(\.person.value))::uuid[]) AS learner (college, person)
            WHERE t.college = learner.college AND t.person = learner.person AND t.at <= \(time)
            """)
    }
}
