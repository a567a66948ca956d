import CloudEvents
import Events
import Messaging
import Observability
import Postgres

extension Transaction {
    /// The people that these hashes of student numbers point to; new ones are added with the pseudonyms made from them.
    borrowing func people(of items: [SignedItem], college: CollegeID) throws(PostgresError) -> [[UInt8]: PersonID] {
        var distinct: [[UInt8]: SignedItem] = [:]
        for item in items { distinct[item.studentHash] = item }
        let sorted = distinct.values.sorted { $0.studentHash.lexicographicallyPrecedes($1.studentHash) }
        try self.execute(
            """
            INSERT INTO issuer.person (college, student_hash, person, student)
            SELECT \(college.number), hash, made, number
            FROM unnest(\(sorted.map(\.studentHash))::bytea[], \(sorted.map(\.item.person.value))::uuid[], \(sorted.map(\.number))::bytea[])
                AS row (hash, made, number)
            ON CONFLICT (college, student_hash) DO UPDATE SET student = excluded.student WHERE person.student IS NULL
            """)
        let rows = try self.query(
            """
            SELECT student_hash, person FROM issuer.person
            WHERE college = \(college.number) AND student_hash = ANY (\(sorted.map(\.studentHash))::bytea[])
            """
        ).decode(([UInt8], UUIDValue).self)
        return Dictionary(rows.map { ($0.0, PersonID($0.1)) }, uniquingKeysWith: { first, _ in first })
    }

    /// Keeps names and mail addresses, the newest that were given.
    borrowing func keepNames(of items: [SignedItem], college: CollegeID) throws(PostgresError) {
        var newest: [PersonID: SignedItem] = [:]
        for item in items where item.name != nil || item.email != nil { newest[item.credential.person] = item }
        if newest.isEmpty { return }
        let sorted = newest.values.sorted { $0.credential.person < $1.credential.person }
        try self.execute(
            """
            INSERT INTO issuer.person_name (college, person, name, email)
            SELECT \(college.number), person, name, email
            FROM unnest(\(sorted.map(\.credential.person.value))::uuid[], \(sorted.map(\.name))::text[], \(sorted.map(\.email))::text[])
                AS row (person, name, email)
            ON CONFLICT (college, person) DO UPDATE
                SET name = coalesce(excluded.name, person_name.name), email = coalesce(excluded.email, person_name.email)
            """)
    }

    /// Adds credentials that were signed with a key; gives the ids of those that nobody held before.
    borrowing func add(
        _ credentials: [Credential], signedWith key: UUIDValue, college: CollegeID
    ) throws(PostgresError) -> Set<CredentialID> {
        if credentials.isEmpty { return [] }
        let sorted = credentials.sorted {
            ($0.person, $0.achievement.id, $0.completedOn, $0.id) < ($1.person, $1.achievement.id, $1.completedOn, $1.id)
        }
        let earnedBy = sorted.map { "{" + $0.earnedBy.map(\.description).joined(separator: ",") + "}" }
        let added = try self.query(
            """
            INSERT INTO issuer.credential (college, id, person, campus, achievement, edition, completed_on, issued_at, valid_from,
                valid_until, changed_at, signing_key, revocation, suspension, entry, earned_by, document)
            SELECT \(college.number), id, person, campus, achievement, edition, day::date, issued_at, valid_from, valid_until, issued_at,
                \(key)::uuid, revocation, suspension, entry, earned_by::uuid[], document
            FROM unnest(\(sorted.map(\.id.value))::uuid[], \(sorted.map(\.person.value))::uuid[], \(sorted.map(\.campus?.value))::uuid[],
                \(sorted.map(\.achievement.id.value))::uuid[], \(sorted.map { Int32(clamping: $0.achievement.edition) })::int[],
                \(sorted.map(\.completedOn))::text[], \(sorted.map(\.issuedAt))::timestamptz[], \(sorted.map(\.validFrom))::timestamptz[],
                \(sorted.map(\.validUntil))::timestamptz[], \(sorted.map(\.place.revocation.value))::uuid[],
                \(sorted.map(\.place.suspension.value))::uuid[], \(sorted.map(\.place.entry))::int[], \(earnedBy)::text[],
                \(sorted.map(\.document))::bytea[])
                AS row (id, person, campus, achievement, edition, day, issued_at, valid_from, valid_until, revocation, suspension, entry,
                    earned_by, document)
            ON CONFLICT (college, person, achievement, completed_on) WHERE state <> 'revoked' DO NOTHING RETURNING id
            """
        ).decode((UUIDValue).self)
        return Set(added.map { CredentialID($0) })
    }
}
