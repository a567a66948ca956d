import CloudEvents
import Events
import JSON
import MatchEngine
import Observability
import Postgres

/// Somebody whom a role's employer may see, with the points that rank her.
struct Ranked: Sendable {
    let college: CollegeID
    let person: PersonID
    let points: Int
}

/// A skill that one of her credentials shows, with the words for it.
struct Shown: Sendable {
    let person: PersonID
    let showing: Coverage<CredentialID>.Showing
    let achievement: String?
    let issuer: String?
}

extension Transaction {
    /// Who covers most of a role, of those whom this visitor may see, and how many there are in all.
    borrowing func ranking(
        for role: RoleID, by requirements: [Requirement], day: String, limit: Int
    ) throws -> (ranked: [Ranked], count: Int) {
        let rows = try self.query(Self.rankingQuery(for: role, by: requirements, day: day, limit: limit))
            .decode((Int32, UUIDValue, Int32, Int32).self)
        return (
            rows.map { Ranked(college: CollegeID($0.0), person: PersonID($0.1), points: Int($0.2)) }, rows.first.map { Int($0.3) } ?? 0
        )
    }

    /// The question behind `ranking`.
    ///
    /// It begins at the consents, which row-level security leaves this employer, so that it costs what they are and not what all learners hold. (OFFSET 0 keeps the planner, which cannot guess how few rows the policies leave,
    /// from reading whole tables.) Equal points are in an order that is the same within a day and another
    /// the next, so that nobody is always last. `level` in the join is `Requirement.isMet`.
    static func rankingQuery(for role: RoleID, by requirements: [Requirement], day: String, limit: Int) -> SQL {
        """
        WITH wanted AS (
            SELECT framework, code, level, importance FROM unnest(\(requirements.map(\.framework))::text[],
                \(requirements.map(\.code))::text[], \(requirements.map(\.level))::text[],
                \(requirements.map { Int32($0.importance) })::int[]) AS w (framework, code, level, importance)),
        covered AS (
            SELECT DISTINCT who.college, who.person, w.framework, w.code, w.importance
            FROM (SELECT DISTINCT college, person FROM matching.consent) who
            CROSS JOIN LATERAL (SELECT college, id FROM matching.credential
                WHERE college = who.college AND person = who.person
                    AND state = 'active' AND valid_from <= now() AND (valid_until IS NULL OR valid_until > now()) OFFSET 0) c
            CROSS JOIN LATERAL (SELECT framework, code, level FROM matching.skill
                WHERE college = c.college AND credential = c.id OFFSET 0) s
            JOIN wanted w ON w.framework = s.framework AND w.code = s.code
            WHERE w.level IS NULL OR s.level = w.level OR CASE WHEN s.level ~ '^[0-9]{1,9}$' AND w.level ~ '^[0-9]{1,9}$'
                THEN s.level::bigint >= w.level::bigint ELSE false END)
        SELECT college, person, sum(importance)::int AS points, count(*) OVER ()::int
        FROM covered GROUP BY college, person
        ORDER BY points DESC, md5(person::text || \(day) || \(role.description)) LIMIT \(limit)
        """
    }

    /// What these people show of the skills that a role takes.
    borrowing func shown(by people: [Ranked], of requirements: [Requirement]) throws -> [Shown] {
        try self.query(
            """
            SELECT s.person, s.credential, s.framework, s.code, s.level, a.name, i.name
            FROM unnest(\(people.map(\.college.number))::int[], \(people.map(\.person.value))::uuid[]) AS who (college, person)
            JOIN matching.credential c ON c.college = who.college AND c.person = who.person
            JOIN matching.skill s ON s.college = c.college AND s.credential = c.id
            JOIN unnest(\(requirements.map(\.framework))::text[], \(requirements.map(\.code))::text[]) AS w (framework, code)
                ON w.framework = s.framework AND w.code = s.code
            LEFT JOIN matching.achievement a ON a.id = c.achievement
            LEFT JOIN matching.issuer i ON i.id = c.issuer
            WHERE c.state = 'active' AND c.valid_from <= now() AND (c.valid_until IS NULL OR c.valid_until > now())
            """
        ).decode((UUIDValue, UUIDValue, String, String, String?, String?, String?).self).map { row in
            Shown(
                person: PersonID(row.0),
                showing: .init(CredentialID(row.1), framework: row.2, code: row.3, level: row.4), achievement: row.5, issuer: row.6)
        }
    }
}
