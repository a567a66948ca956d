import CloudEvents
import Events
import JSON
import Observability
import PathwayEngine
import Postgres

extension Transaction {
    /// How far learners are on all pathways that they have begun.
    borrowing func progress(of learners: [Learner]) throws(PostgresError) -> [Progress] {
        try self.query(
            """
            SELECT p.college, p.person, p.pathway, p.id, p.edition, p.done, p.needed, p.share, p.is_complete, p.award, p.award_edition,
                p.earned_by, p.version, p.changed_at
            FROM pathway.progress p
            JOIN unnest(\(learners.map(\.college.number))::int[], \(learners.map(\.person.value))::uuid[]) AS learner (college, person)
              ON learner.college = p.college AND learner.person = p.person
            ORDER BY p.college, p.person, p.pathway
            """
        ).map { row throws(PostgresError) in try row.progress() }
    }

    /// How far a learner is on one pathway.
    borrowing func progress(of learner: Learner, on pathway: PathwayID) throws(PostgresError) -> Progress? {
        try self.query(
            """
            SELECT college, person, pathway, id, edition, done, needed, share, is_complete, award, award_edition, earned_by, version,
                changed_at
            FROM pathway.progress
            WHERE college = \(learner.college.number) AND person = \(learner.person.value) AND pathway = \(pathway.value)
            """
        ).first?.progress()
    }

    /// How many learners have begun a pathway, and how many of them have all of it.
    borrowing func summary(of pathway: Pathway) throws(PostgresError) -> (begun: Int, complete: Int) {
        let rows = try self.query(
            """
            SELECT count(*) FILTER (WHERE cardinality(earned_by) > 0), count(*) FILTER (WHERE is_complete) FROM pathway.progress
            WHERE college = \(pathway.college.number) AND pathway = \(pathway.id.value)
            """)
        let counts = try rows.first?.decode((Int, Int).self)
        return counts ?? (0, 0)
    }

    /// The newest editions of the pathways of these colleges that name one of these achievements, or that are among those that have been begun.
    borrowing func newestDefinitions(
        of colleges: [CollegeID], naming achievements: [AchievementID], or begun: [PathwayID]
    ) throws -> [Definition] {
        try self.query(
            """
            SELECT p.id, p.college, e.edition, e.requirement, a.id, a.edition FROM pathway.pathway p
            JOIN pathway.pathway_edition e ON e.college = p.college AND e.pathway = p.id AND e.edition = p.edition
            LEFT JOIN pathway.achievement a ON a.id = e.award AND a.college = e.college AND a.state = 'published'
            WHERE p.college = ANY (\(colleges.map(\.number))::int[]) AND (p.id = ANY (\(begun.map(\.value))::uuid[])
              OR (p.college, p.id, p.edition) IN (SELECT l.college, l.pathway, l.edition FROM pathway.pathway_leaf l
                WHERE l.college = ANY (\(colleges.map(\.number))::int[]) AND l.achievement = ANY (\(achievements.map(\.value))::uuid[])))
            ORDER BY p.college, p.id
            """
        ).map { try $0.definition() }
    }

    /// Editions that learners have begun.
    borrowing func definitions(_ editions: [(pathway: PathwayID, edition: Int)]) throws -> [Definition] {
        if editions.isEmpty { return [] }
        return try self.query(
            """
            SELECT e.pathway, e.college, e.edition, e.requirement, a.id, a.edition FROM pathway.pathway_edition e
            JOIN unnest(\(editions.map(\.pathway.value))::uuid[], \(editions.map { Int32(clamping: $0.edition) })::int[])
              AS begun (pathway, edition) ON begun.pathway = e.pathway AND begun.edition = e.edition
            LEFT JOIN pathway.achievement a ON a.id = e.award AND a.college = e.college AND a.state = 'published'
            """
        ).map { try $0.definition() }
    }

    /// Keeps progress that has changed: one row a learner and pathway.
    borrowing func keep(_ progress: [Progress]) throws(PostgresError) {
        try self.execute(
            """
            INSERT INTO pathway.progress (college, person, pathway, id, edition, done, needed, share, is_complete, award, award_edition,
                earned_by, version, changed_at)
            SELECT college, person, pathway, id, edition, done, needed, share, share = 10000, award, award_edition,
                string_to_array(earned_by, ',')::uuid[], version, changed_at
            FROM unnest(\(progress.map(\.learner.college.number))::int[], \(progress.map(\.learner.person.value))::uuid[],
                \(progress.map(\.pathway.value))::uuid[], \(progress.map(\.id.value))::uuid[],
                \(progress.map { Int32(clamping: $0.edition) })::int[], \(progress.map { Int32(clamping: $0.done) })::int[],
                \(progress.map { Int32(clamping: $0.needed) })::int[], \(progress.map { Int32(clamping: $0.share) })::int[],
                \(progress.map(\.award?.id.value))::uuid[], \(progress.map { $0.award.map { Int32(clamping: $0.edition) } })::int[],
                \(progress.map { $0.earnedBy.map(\.description).joined(separator: ",") })::text[], \(progress.map(\.version))::bigint[],
                \(progress.map(\.changedAt))::timestamptz[])
              AS row (college, person, pathway, id, edition, done, needed, share, award, award_edition, earned_by, version, changed_at)
            ON CONFLICT (college, person, pathway) DO UPDATE SET edition = excluded.edition, done = excluded.done,
                needed = excluded.needed, share = excluded.share, is_complete = excluded.is_complete, award = excluded.award,
                award_edition = excluded.award_edition, earned_by = excluded.earned_by, version = excluded.version,
                changed_at = excluded.changed_at
            """)
    }
}

extension Row {
    fileprivate func progress() throws(PostgresError) -> Progress {
        let (college, person, pathway, id, edition, done, needed, share, isComplete, award, awardEdition, earnedBy, version, changedAt) =
            try self.decode(
                (
                    Int32, UUIDValue, UUIDValue, UUIDValue, Int32, Int32, Int32, Int32, Bool, UUIDValue?, Int32?, [UUIDValue], Int64,
                    WallTime
                ).self)
        return Progress(
            id: ProgressID(id), learner: Learner(college: CollegeID(college), person: PersonID(person)), pathway: PathwayID(pathway),
            edition: Int(edition), done: Int(done), needed: Int(needed), share: Int(share), isComplete: isComplete,
            award: award.map { AchievementEdition(AchievementID($0), edition: Int(awardEdition ?? 1)) },
            earnedBy: earnedBy.map { CredentialID($0) }, version: version, changedAt: changedAt)
    }

    fileprivate func definition() throws -> Definition {
        let (pathway, college, edition, requirement, award, awardEdition) = try self.decode(
            (UUIDValue, Int32, Int32, String, UUIDValue?, Int32?).self)
        return Definition(
            pathway: PathwayID(pathway), college: CollegeID(college), edition: Int(edition),
            requirement: try JSONDocument(parsing: requirement).decode(Requirement.self),
            award: award.map { AchievementEdition(AchievementID($0), edition: Int(awardEdition ?? 1)) })
    }
}
