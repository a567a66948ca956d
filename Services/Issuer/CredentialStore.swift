import CloudEvents
import Events
import JSON
import Messaging
import Observability
import Postgres

extension Transaction {
    /// A credential that this visitor may see; nil when there is none.
    borrowing func credential(_ id: CredentialID) throws -> Credential? {
        try self.query(
            """
            SELECT \(Credential.columns) FROM issuer.credential c
            JOIN issuer.achievement_edition e ON (e.college, e.achievement, e.edition) = (c.college, c.achievement, c.edition)
            WHERE c.id = \(id.value)
            """
        ).first?.credential()
    }

    /// The same, locked against everybody else who would change it.
    borrowing func lockedCredential(_ id: CredentialID) throws -> Credential? {
        try self.query(
            """
            SELECT \(Credential.columns) FROM issuer.credential c
            JOIN issuer.achievement_edition e ON (e.college, e.achievement, e.edition) = (c.college, c.achievement, c.edition)
            WHERE c.id = \(id.value) FOR UPDATE OF c
            """
        ).first?.credential()
    }

    /// Adds a credential that was signed with a key. A live one of the same learner, achievement and day violates `credential_row`.
    borrowing func add(_ credential: Credential, signedWith key: UUIDValue) throws(PostgresError) {
        try self.execute(
            """
            INSERT INTO issuer.credential (college, id, person, campus, achievement, edition, completed_on, issued_at, valid_from,
                valid_until, changed_at, signing_key, revocation, suspension, entry, document)
            VALUES (\(credential.college.number), \(credential.id.value), \(credential.person.value), \(credential.campus?.value),
                \(credential.achievement.id.value), \(Int32(clamping: credential.achievement.edition)), \(credential.completedOn)::date,
                \(credential.issuedAt), \(credential.validFrom), \(credential.validUntil), \(credential.changedAt), \(key),
                \(credential.place.revocation.value), \(credential.place.suspension.value), \(credential.place.entry),
                \(credential.document))
            """)
    }

    /// Gives a locked credential its next state.
    borrowing func change(
        _ id: CredentialID, to state: CredentialState.State, because reason: String, at time: WallTime
    ) throws(PostgresError) {
        try self.execute(
            """
            UPDATE issuer.credential SET state = \(state.rawValue), version = version + 1, changed_at = \(time), reason = \(reason)
            WHERE id = \(id.value)
            """)
    }
}

extension Credential {
    fileprivate static let columns: SQL = """
        c.id, c.college, c.person, c.campus, c.achievement, c.edition, e.alignments, c.state, c.version, c.completed_on::text, c.issued_at,
            c.valid_from, c.valid_until, c.changed_at, c.reason, c.revocation, c.suspension, c.entry, c.earned_by, c.document
        """
}

extension Row {
    fileprivate func credential() throws -> Credential {
        let (
            id, college, person, campus, achievement, edition, alignments, state, version, day, issuedAt, validFrom, validUntil, changedAt,
            reason, revocation, suspension, entry, earnedBy, document
        ) = try self.decode(
            (
                UUIDValue, Int32, UUIDValue, UUIDValue?, UUIDValue, Int32, String, String, Int64, String, WallTime, WallTime, WallTime?,
                WallTime, String?, UUIDValue, UUIDValue, Int32, [UUIDValue], [UInt8]
            ).self)
        guard let state = CredentialState.State(rawValue: state) else { preconditionFailure("the table's check allows three states") }
        let words = AchievementText(
            code: nil, campus: nil, kind: .microCredential, name: "", description: "", criteria: "",
            alignments: try JSONDocument(parsing: alignments).decode([Alignment].self))
        return Credential(
            id: CredentialID(id), college: CollegeID(college), person: PersonID(person), campus: campus.map { CampusID($0) },
            achievement: AchievementEdition(AchievementID(achievement), edition: Int(edition)), skills: words.skills, state: state,
            version: version, completedOn: day, issuedAt: issuedAt, validFrom: validFrom, validUntil: validUntil, changedAt: changedAt,
            reason: reason,
            place: StatusPlace(revocation: StatusListID(revocation), suspension: StatusListID(suspension), entry: entry),
            earnedBy: earnedBy.map { CredentialID($0) }, document: document)
    }
}
