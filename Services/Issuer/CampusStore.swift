import CloudEvents
import Events
import Messaging
import Observability
import Postgres

extension Transaction {
    /// A college's campuses, by code.
    borrowing func campuses(of college: CollegeID) throws(PostgresError) -> [Campus] {
        try self.query(
            "SELECT id, code, name FROM issuer.campus WHERE college = \(college.number) ORDER BY code LIMIT \(Campus.limit)"
        ).decode((UUIDValue, String, String).self).map { Campus(id: CampusID($0), code: $1, name: $2) }
    }

    /// Whether a college has a campus.
    borrowing func hasCampus(_ campus: CampusID, at college: CollegeID) throws(PostgresError) -> Bool {
        let found = try self.query(
            "SELECT EXISTS (SELECT FROM issuer.campus WHERE college = \(college.number) AND id = \(campus.value))")
        return try found.decode(Bool.self)[0]
    }

    /// Adds a campus; false when the college has one of this code.
    borrowing func add(_ campus: Campus, to college: CollegeID, at time: WallTime) throws(PostgresError) -> Bool {
        try self.execute(
            """
            INSERT INTO issuer.campus (college, id, code, name, added_at)
            VALUES (\(college.number), \(campus.id.value), \(campus.code), \(campus.name), \(time)) ON CONFLICT DO NOTHING
            """) == 1
    }
}
