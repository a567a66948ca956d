import CloudEvents
import Events
import Messaging
import Postgres

/// What the college itself knows a learner by. None of it is signed.
struct KnownLearner: Sendable, Equatable {
    var name: String?
    var number: StudentNumber?
}

extension Transaction {
    /// The names of people, where the college has given them.
    borrowing func names(of people: [PersonID], college: CollegeID) throws(PostgresError) -> [PersonID: String] {
        let rows = try self.query(
            """
            SELECT person, name FROM issuer.person_name
            WHERE college = \(college.number) AND person = ANY (\(people.map(\.value))::uuid[]) AND name IS NOT NULL
            """
        ).decode((UUIDValue, String).self)
        return Dictionary(rows.map { (PersonID($0.0), $0.1) }, uniquingKeysWith: { first, _ in first })
    }

    /// The student numbers of people, sealed, with their hashes: the newest of each.
    borrowing func sealedNumbers(
        of people: [PersonID], college: CollegeID
    ) throws(PostgresError) -> [(person: PersonID, hash: [UInt8], sealed: [UInt8])] {
        try self.query(
            """
            SELECT DISTINCT ON (person) person, student_hash, student FROM issuer.person
            WHERE college = \(college.number) AND person = ANY (\(people.map(\.value))::uuid[]) AND student IS NOT NULL
            ORDER BY person, added_at DESC, student_hash
            """
        ).decode((UUIDValue, [UInt8], [UInt8]).self).map { (person: PersonID($0.0), hash: $0.1, sealed: $0.2) }
    }
}
