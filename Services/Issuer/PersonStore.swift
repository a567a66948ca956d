import CloudEvents
import Events
import Messaging
import Postgres

extension Transaction {
    /// The person that a student number's hash points to. A new hash points to the pseudonym made from it; a corrected or merged number keeps
    /// pointing to the person that it was given to. `number` is the number itself, sealed.
    borrowing func person(
        of hash: [UInt8], otherwise made: PersonID, number: [UInt8], college: CollegeID
    ) throws -> PersonID {
        try self.execute(
            """
            INSERT INTO issuer.person (college, student_hash, person, student)
            VALUES (\(college.number), \(hash), \(made.value), \(number))
            ON CONFLICT (college, student_hash) DO UPDATE SET student = excluded.student WHERE person.student IS NULL
            """)
        let rows = try self.query("SELECT person FROM issuer.person WHERE college = \(college.number) AND student_hash = \(hash)")
        guard let row = rows.first else { preconditionFailure("the row was there or has been added") }
        return PersonID(try row.decode(UUIDValue.self))
    }

    /// The person that a student number's hash points to; nil when it was never seen.
    borrowing func knownPerson(of hash: [UInt8], college: CollegeID) throws -> PersonID? {
        try self.query("SELECT person FROM issuer.person WHERE college = \(college.number) AND student_hash = \(hash)")
            .first.map { PersonID(try $0.decode(UUIDValue.self)) }
    }

    /// Keeps a person's name, the newest that was given.
    borrowing func setName(_ name: String, of person: PersonID, college: CollegeID) throws(PostgresError) {
        try self.execute(
            """
            INSERT INTO issuer.person_name (college, person, name) VALUES (\(college.number), \(person.value), \(name))
            ON CONFLICT (college, person) DO UPDATE SET name = excluded.name
            """)
    }
}
