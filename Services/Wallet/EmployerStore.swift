import CloudEvents
import Events
import JSON
import Observability
import Postgres

/// An employer, as its roles name it.
struct KnownEmployer: Sendable, Hashable {
    let id: EmployerID
    let name: String
    /// How many roles it has open now.
    let openRoles: Int

    /// As the API answers it.
    var json: JSON { ["id": self.id.json, "name": self.name.json, "openRoles": self.openRoles.json] }
}

extension Transaction {
    /// Keeps the newest state of each role: one row a subject, in order of their ids.
    borrowing func keep(roles events: [RoleEvent]) throws(PostgresError) {
        let states = events.map(\.state)
        try self.execute(
            """
            INSERT INTO role (id, college, employer, employer_name, state, title, region, version, updated_at)
            SELECT id, college, employer, employer_name, state, title, region, version, updated_at
            FROM unnest(\(states.map(\.subject))::uuid[], \(states.map(\.college.number))::int[], \(states.map(\.employer.value))::uuid[],
                \(states.map(\.employerName))::text[], \(states.map(\.state.rawValue))::text[], \(states.map(\.title))::text[],
                \(states.map(\.region))::text[], \(events.map(\.version))::bigint[], \(events.map(\.time))::timestamptz[])
              AS event (id, college, employer, employer_name, state, title, region, version, updated_at)
            ON CONFLICT (id) DO UPDATE SET college = excluded.college, employer = excluded.employer, employer_name = excluded.employer_name,
                state = excluded.state, title = excluded.title, region = excluded.region, version = excluded.version,
                updated_at = excluded.updated_at
            WHERE role.version < excluded.version
            """)
    }

    /// Employers that have ever posted a role under a name, by the newest one; at most so many.
    borrowing func employers(limit: Int) throws(PostgresError) -> [KnownEmployer] {
        try self.query(
            """
            SELECT employer, name, open FROM (
              SELECT employer, (array_agg(employer_name ORDER BY updated_at DESC) FILTER (WHERE employer_name <> ''))[1] AS name,
                count(*) FILTER (WHERE state = 'open') AS open
              FROM role GROUP BY employer) AS known
            WHERE name IS NOT NULL ORDER BY name, employer LIMIT \(limit)
            """
        ).decode((UUIDValue, String, Int).self).map { KnownEmployer(id: EmployerID($0), name: $1, openRoles: $2) }
    }
}
