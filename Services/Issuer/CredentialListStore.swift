import CloudEvents
import Events
import Messaging
import Observability
import Postgres

extension Transaction {
    /// The newest credentials of a search.
    borrowing func credentials(_ search: CredentialSearch, college: CollegeID) throws(PostgresError) -> [FoundCredential] {
        let (person, achievement, after) = (search.person, search.achievement, search.after?.value)
        return try self.query(
            """
            SELECT c.id, c.person, c.campus, c.achievement, c.edition, e.name, c.state, c.completed_on::text, c.issued_at
            FROM issuer.credential c
            JOIN issuer.achievement_edition e ON (e.college, e.achievement, e.edition) = (c.college, c.achievement, c.edition)
            WHERE c.college = \(college.number) AND (\(person?.value)::uuid IS NULL OR c.person = \(person?.value)::uuid)
                AND (\(achievement)::text IS NULL OR c.achievement IN (
                    SELECT id FROM issuer.achievement WHERE college = \(college.number) AND \(achievement)::text IN (id::text, code)))
                AND (\(after)::uuid IS NULL OR (c.issued_at, c.id)
                    < (SELECT known.issued_at, known.id FROM issuer.credential known WHERE known.id = \(after)::uuid))
            ORDER BY c.issued_at DESC, c.id DESC LIMIT \(search.limit)
            """
        ).decode((UUIDValue, UUIDValue, UUIDValue?, UUIDValue, Int32, String, String, String, WallTime).self).map { row in
            guard let state = CredentialState.State(rawValue: row.6) else { preconditionFailure("the table's check allows three states") }
            return FoundCredential(
                id: CredentialID(row.0), person: PersonID(row.1), campus: row.2.map { CampusID($0) },
                achievement: AchievementEdition(AchievementID(row.3), edition: Int(row.4)), achievementName: row.5, state: state,
                completedOn: row.7, issuedAt: row.8)
        }
    }

    /// How many awards that hold a person has earned with a credential.
    borrowing func awards(earnedWith credential: CredentialID, by person: PersonID, college: CollegeID) throws(PostgresError) -> Int {
        let rows = try self.query(
            """
            SELECT count(*) FROM issuer.credential
            WHERE college = \(college.number) AND person = \(person.value) AND \(credential.value) = ANY (earned_by) AND state <> 'revoked'
            """)
        return try rows.first?.decode(Int.self) ?? 0
    }
}
