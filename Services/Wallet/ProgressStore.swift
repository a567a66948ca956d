import CloudEvents
import Events
import Postgres

/// What an item counts toward: a pathway, and how far its learner is on it.
struct CountedPathway: Sendable, Hashable {
    let pathway: PathwayID
    /// How it is called; nil when the catalogue does not say so yet.
    let name: String?
    /// How much is done, of 10,000.
    let share: Int
    let isComplete: Bool
}

extension Transaction {
    /// Keeps the newest state of each learner's progress: one row a subject, in order of their ids.
    borrowing func keep(progress events: [ProgressEvent]) throws(PostgresError) {
        let states = events.map(\.state)
        try self.execute(
            """
            INSERT INTO progress (college, id, person, pathway, edition, share, complete, earned_by, version)
            SELECT college, id, person, pathway, edition, share, complete, earned_by::uuid[], version
            FROM unnest(\(states.map(\.college.number))::int[], \(states.map(\.subject))::uuid[], \(states.map(\.person.value))::uuid[],
                \(states.map(\.pathway.id.value))::uuid[], \(states.map { Int32(clamping: $0.pathway.edition) })::int[],
                \(states.map { Int32(clamping: $0.share) })::int[], \(states.map(\.complete))::boolean[],
                \(states.map { "{" + $0.earnedBy.map(\.description).joined(separator: ",") + "}" })::text[],
                \(events.map(\.version))::bigint[])
              AS event (college, id, person, pathway, edition, share, complete, earned_by, version)
            ON CONFLICT (college, id) DO UPDATE SET pathway = excluded.pathway, edition = excluded.edition, share = excluded.share,
                complete = excluded.complete, earned_by = excluded.earned_by, version = excluded.version
            WHERE progress.version < excluded.version AND progress.person = excluded.person
            """)
    }

    /// The pathways of a learner's on which a credential counts, by their names.
    borrowing func pathways(of learner: Learner, counting credential: CredentialID) throws(PostgresError) -> [CountedPathway] {
        try self.query(
            """
            SELECT progress.pathway, pathway.name, progress.share, progress.complete
            FROM progress LEFT JOIN pathway ON pathway.id = progress.pathway
            WHERE progress.college = \(learner.college.number) AND progress.person = \(learner.person.value)
                AND \(credential.value) = ANY (progress.earned_by)
            ORDER BY pathway.name, progress.id
            """
        ).decode((UUIDValue, String?, Int32, Bool).self).map {
            CountedPathway(pathway: PathwayID($0), name: $1, share: Int($2), isComplete: $3)
        }
    }
}
