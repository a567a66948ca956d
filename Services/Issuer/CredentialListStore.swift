import CloudEvents
import Events
import Messaging
import Observability
import Postgres

extension Transaction {
    /// The newest credentials of a search: of a person, of an achievement (by its id or its code), or of both.
    borrowing func credentials(_ search: CredentialSearch, college: CollegeID) throws(PostgresError) -> [FoundCredential] {
        var place: SQL = "c.college = \(college.number)"
        if let person = search.person { place = "\(place) AND c.person = \(person.value)" }
        if let achievement = search.achievement {
            // First by itself: only where it is a value do the credentials' indexes lead to the newest.
            let found = try self.query(
                """
                SELECT id FROM issuer.achievement WHERE college = \(college.number) AND (code = \(achievement) OR id::text = \(achievement))
                ORDER BY code = \(achievement) LIMIT 1
                """
            ).first
            guard let id = try found?.decode(UUIDValue.self) else { return [] }
            place = "\(place) AND c.achievement = \(id)"
        }
        if let after = search.after?.value {
            place = """
                \(place) AND (c.issued_at, c.id) < (SELECT known.issued_at, known.id FROM issuer.credential known
                    WHERE known.college = \(college.number) AND known.id = \(after))
                """
        }
        return try self.query(
            """
            SELECT c.id, c.person, c.campus, c.achievement, c.edition, e.name, c.state, c.completed_on::text, c.issued_at
            FROM issuer.credential c
            JOIN issuer.achievement_edition e ON (e.college, e.achievement, e.edition) = (c.college, c.achievement, c.edition)
            WHERE \(place) ORDER BY c.issued_at DESC, c.id DESC LIMIT \(search.limit)
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
