import CloudEvents
import Events
import Postgres

/// What the catalogue says of an achievement, as far as pathways need it.
struct KnownAchievement: Sendable, Hashable {
    let name: String
    let edition: Int
    let isPublished: Bool
}

extension Transaction {
    /// Achievements of one college by their ids; those that are not known, or are another college's, are left out.
    borrowing func achievements(of college: CollegeID, _ ids: [AchievementID]) throws(PostgresError) -> [AchievementID: KnownAchievement] {
        let rows = try self.query(
            """
            SELECT id, name, edition, state = 'published' FROM pathway.achievement
            WHERE id = ANY (\(ids.map(\.value))::uuid[]) AND college = \(college.number)
            """
        ).decode((UUIDValue, String, Int32, Bool).self)
        return Dictionary(
            uniqueKeysWithValues: rows.map { (AchievementID($0), KnownAchievement(name: $1, edition: Int($2), isPublished: $3)) })
    }

    /// How a college is called.
    borrowing func name(of college: CollegeID) throws(PostgresError) -> String? {
        let rows = try self.query("SELECT name FROM pathway.issuer WHERE college = \(college.number) ORDER BY id LIMIT 1")
        return try rows.first?.decode(String.self)
    }

    /// Keeps the newest state of each issuer: one row a subject, in order of their ids.
    borrowing func keep(issuers events: [IssuerEvent]) throws(PostgresError) {
        let states = events.map(\.state)
        try self.execute(
            """
            INSERT INTO pathway.issuer (id, college, name, version)
            SELECT id, college, name, version
            FROM unnest(\(states.map(\.subject))::uuid[], \(states.map(\.college.number))::int[], \(states.map(\.name))::text[],
                \(events.map(\.version))::bigint[]) AS event (id, college, name, version)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, version = excluded.version WHERE issuer.version < excluded.version
            """)
    }

    /// Keeps the newest state of each achievement: one row a subject, in order of their ids.
    borrowing func keep(achievements events: [AchievementEvent]) throws(PostgresError) {
        let states = events.map(\.state)
        try self.execute(
            """
            INSERT INTO pathway.achievement (id, college, edition, state, name, version)
            SELECT id, college, edition, state, name, version
            FROM unnest(\(states.map(\.subject))::uuid[], \(states.map(\.college.number))::int[],
                \(states.map { Int32(clamping: $0.edition) })::int[], \(states.map(\.state.rawValue))::text[],
                \(states.map(\.name))::text[], \(events.map(\.version))::bigint[])
              AS event (id, college, edition, state, name, version)
            ON CONFLICT (id) DO UPDATE SET edition = excluded.edition, state = excluded.state, name = excluded.name,
                version = excluded.version
            WHERE achievement.version < excluded.version
            """)
    }

    /// Those among these achievements that are awarded by a pathway and are now retired, or no longer: by college.
    borrowing func turned(_ states: [AchievementState]) throws(PostgresError) -> [CollegeID] {
        try self.query(
            """
            SELECT DISTINCT a.college FROM pathway.achievement a
            JOIN unnest(\(states.map(\.subject))::uuid[], \(states.map(\.state.rawValue))::text[]) AS event (id, state)
              ON event.id = a.id AND event.state <> a.state
            ORDER BY a.college
            """
        ).decode((Int32).self).map { CollegeID($0) }
    }

    /// Lets the learners of all pathways that award one of these achievements be looked at again.
    borrowing func sweepPathways(awarding achievements: [AchievementID]) throws(PostgresError) {
        try self.execute(
            """
            INSERT INTO pathway.sweep (college, pathway)
            SELECT p.college, p.id FROM pathway.pathway p
            JOIN pathway.pathway_edition e ON e.college = p.college AND e.pathway = p.id AND e.edition = p.edition
            WHERE e.award = ANY (\(achievements.map(\.value))::uuid[])
            """)
    }
}
