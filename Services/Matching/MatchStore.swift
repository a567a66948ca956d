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

/// A credential that shows a skill, and whether the consent under which it counts lets the employer see the credential too.
struct Proof: Sendable, Hashable, Comparable {
    let credential: CredentialID
    let isVisible: Bool

    /// Those that may be seen come first, so that a requirement names one wherever one may be named.
    static func < (left: Proof, right: Proof) -> Bool {
        left.isVisible == right.isVisible ? left.credential < right.credential : left.isVisible
    }
}

/// A skill that one of her credentials shows, with the words for it.
struct Shown: Sendable {
    let person: PersonID
    let showing: Coverage<Proof>.Showing
    let achievement: String?
    let issuer: String?
}

extension Transaction {
    /// Who covers most of a role, of those whom this visitor may see, from behind some of them on, and how many there are in all: 0 behind the last.
    borrowing func ranking(
        for role: RoleID, by requirements: [Requirement], day: String, limit: Int, after passed: Int = 0
    ) throws -> (ranked: [Ranked], count: Int) {
        let rows = try self.query(Self.rankingQuery(for: role, by: requirements, day: day, limit: limit, after: passed))
            .decode((Int32, UUIDValue, Int32, Int32).self)
        return (
            rows.map { Ranked(college: CollegeID($0.0), person: PersonID($0.1), points: Int($0.2)) }, rows.first.map { Int($0.3) } ?? 0
        )
    }

    /// How many of those whom this visitor may see show a skill of each role. A role that nobody shows one of is not among them.
    borrowing func counts(of roles: [Role]) throws -> [RoleID: Int] {
        let wanted = roles.flatMap { role in role.text.requirements.map { (role: role.id.value, requirement: $0.requirement) } }
        let rows = try self.query(
            """
            WITH wanted AS (
                SELECT role, framework, code, level FROM unnest(\(wanted.map(\.role))::uuid[], \(wanted.map(\.requirement.framework))::text[],
                    \(wanted.map(\.requirement.code))::text[], \(wanted.map(\.requirement.level))::text[]) AS w (role, framework, code, level))
            SELECT w.role, count(DISTINCT (who.college, who.person))::int
            \(Self.meeting) GROUP BY w.role
            """
        ).decode((UUIDValue, Int32).self)
        return Dictionary(uniqueKeysWithValues: rows.map { (RoleID($0.0), Int($0.1)) })
    }

    /// Who (`who`) meets which requirement (`w`, of `wanted`).
    ///
    /// It begins at the consents, which row-level security leaves this employer, so that it costs what they are and not what all
    /// learners hold. (OFFSET 0 keeps the planner, which cannot guess how few rows the policies leave, from reading whole tables.)
    /// What it says of levels is `Requirement.isMet`.
    private static let meeting: SQL = """
        FROM (SELECT DISTINCT college, person FROM matching.consent) who
        CROSS JOIN LATERAL (SELECT college, id FROM matching.credential
            WHERE college = who.college AND person = who.person
                AND state = 'active' AND valid_from <= now() AND (valid_until IS NULL OR valid_until > now()) OFFSET 0) c
        CROSS JOIN LATERAL (SELECT framework, code, level FROM matching.skill
            WHERE college = c.college AND credential = c.id OFFSET 0) s
        JOIN wanted w ON w.framework = s.framework AND w.code = s.code
        WHERE (w.level IS NULL OR s.level = w.level OR CASE WHEN s.level ~ '^[0-9]{1,9}$' AND w.level ~ '^[0-9]{1,9}$'
            THEN s.level::bigint >= w.level::bigint ELSE false END)
        """

    /// The question behind `ranking`. Equal points are in an order that is the same within a day and another the next, so that nobody is
    /// always last.
    static func rankingQuery(
        for role: RoleID, by requirements: [Requirement], day: String, limit: Int, after passed: Int = 0
    ) -> SQL {
        """
        WITH wanted AS (
            SELECT framework, code, level, importance FROM unnest(\(requirements.map(\.framework))::text[],
                \(requirements.map(\.code))::text[], \(requirements.map(\.level))::text[],
                \(requirements.map { Int32($0.importance) })::int[]) AS w (framework, code, level, importance)),
        covered AS (
            SELECT DISTINCT who.college, who.person, w.framework, w.code, w.importance
            \(Self.meeting))
        SELECT college, person, sum(importance)::int AS points, count(*) OVER ()::int
        FROM covered GROUP BY college, person
        ORDER BY points DESC, md5(person::text || \(day) || \(role.description)) LIMIT \(limit) OFFSET \(passed)
        """
    }

    /// What these people show of the skills that a role takes.
    borrowing func shown(by people: [Ranked], of requirements: [Requirement]) throws -> [Shown] {
        try self.query(
            """
            SELECT s.person, s.credential, s.framework, s.code, s.level, a.name, i.name,
                EXISTS (SELECT FROM matching.consent v WHERE v.college = c.college AND v.person = c.person
                    AND \(Self.sharesCredential))
            FROM unnest(\(people.map(\.college.number))::int[], \(people.map(\.person.value))::uuid[]) AS who (college, person)
            JOIN matching.credential c ON c.college = who.college AND c.person = who.person
            JOIN matching.skill s ON s.college = c.college AND s.credential = c.id
            JOIN unnest(\(requirements.map(\.framework))::text[], \(requirements.map(\.code))::text[]) AS w (framework, code)
                ON w.framework = s.framework AND w.code = s.code
            LEFT JOIN matching.achievement a ON a.id = c.achievement
            LEFT JOIN matching.issuer i ON i.id = c.issuer
            WHERE c.state = 'active' AND c.valid_from <= now() AND (c.valid_until IS NULL OR c.valid_until > now())
            """
        ).decode((UUIDValue, UUIDValue, String, String, String?, String?, String?, Bool).self).map { row in
            Shown(
                person: PersonID(row.0),
                showing: .init(
                    Proof(credential: CredentialID(row.1), isVisible: row.7), framework: row.2, code: row.3, level: row.4),
                achievement: row.5, issuer: row.6)
        }
    }
}
