import CloudEvents
import Events
import Observability
import Postgres

extension Transaction {
    /// A learner's consents, the newest first.
    borrowing func consents(of learner: Learner, limit: Int) throws -> [Consent] {
        try self.query(
            """
            SELECT \(Consent.columns) FROM consent WHERE college = \(learner.college.number) AND person = \(learner.person.value)
            ORDER BY granted_at DESC, id DESC LIMIT \(limit)
            """
        ).map { try $0.consent() }
    }

    /// One consent that this visitor may see.
    borrowing func consent(_ id: ConsentID) throws -> Consent? {
        try self.query("SELECT \(Consent.columns) FROM consent WHERE id = \(id.value)").first?.consent()
    }

    /// The same, locked against everybody else who would change it.
    borrowing func lockedConsent(_ id: ConsentID) throws -> Consent? {
        try self.query("SELECT \(Consent.columns) FROM consent WHERE id = \(id.value) FOR UPDATE").first?.consent()
    }

    /// The consent that stands for an employer and a purpose, locked; nil when there is none.
    borrowing func standingConsent(for employer: EmployerID, _ purpose: ConsentState.Purpose, of learner: Learner) throws -> Consent? {
        try self.query(
            """
            SELECT \(Consent.columns) FROM consent
            WHERE college = \(learner.college.number) AND person = \(learner.person.value) AND employer = \(employer.value)
                AND purpose = \(purpose.rawValue) AND state = 'granted' FOR UPDATE
            """
        ).first?.consent()
    }

    /// Adds a consent. A second one that stands violates `consent_standing`.
    borrowing func add(_ consent: Consent) throws(PostgresError) {
        try self.execute(
            """
            INSERT INTO consent (college, id, person, employer, purpose, what, items, until, granted_at, changed_at)
            VALUES (\(consent.college.number), \(consent.id.value), \(consent.person.value), \(consent.employer.value),
                \(consent.purpose.rawValue), \(consent.what.map(\.rawValue)), \(consent.items?.map(\.value)), \(consent.until),
                \(consent.grantedAt), \(consent.changedAt))
            """)
    }

    /// Ends a locked consent; gives it as it is then.
    borrowing func end(_ id: ConsentID, as state: ConsentState.State, at time: WallTime) throws -> Consent? {
        try self.query(
            """
            UPDATE consent SET state = \(state.rawValue), version = version + 1, changed_at = \(time)
            WHERE id = \(id.value) AND state = 'granted' RETURNING \(Consent.columns)
            """
        ).first?.consent()
    }

    /// The colleges in which a consent has run out that still stands in the table.
    borrowing func collegesWithConsentsDue(at time: WallTime) throws(PostgresError) -> [CollegeID] {
        try self.query("SELECT DISTINCT college FROM consent WHERE state = 'granted' AND until <= \(time)").decode((Int32).self)
            .map { CollegeID($0) }
    }

    /// Ends what has run out, so many at a time; whoever else is at it takes others. Each is ended once, since only what stands is ended.
    borrowing func expireConsents(at time: WallTime, limit: Int) throws -> [Consent] {
        try self.query(
            """
            UPDATE consent SET state = 'expired', version = version + 1, changed_at = \(time)
            WHERE state = 'granted' AND (college, id) IN (
              SELECT college, id FROM consent WHERE state = 'granted' AND until <= \(time)
              ORDER BY college, id LIMIT \(limit) FOR UPDATE SKIP LOCKED)
            RETURNING \(Consent.columns)
            """
        ).map { try $0.consent() }
    }
}

extension Consent {
    fileprivate static let columns: SQL =
        "id, college, person, employer, purpose, what, items, state, until, granted_at, changed_at, version"
}

extension Row {
    fileprivate func consent() throws -> Consent {
        let (id, college, person, employer, purpose, what, items, state, until, grantedAt, changedAt, version) = try self.decode(
            (
                UUIDValue, Int32, UUIDValue, UUIDValue, String, [String], [UUIDValue]?, String, WallTime, WallTime, WallTime, Int64
            ).self)
        guard let purpose = ConsentState.Purpose(rawValue: purpose), let state = ConsentState.State(rawValue: state) else {
            preconditionFailure("the table's checks allow no others")
        }
        return Consent(
            id: ConsentID(id), college: CollegeID(college), person: PersonID(person), employer: EmployerID(employer), purpose: purpose,
            what: what.compactMap { ConsentState.Share(rawValue: $0) }, items: items?.map { ItemID($0) }, state: state, until: until,
            grantedAt: grantedAt, changedAt: changedAt, version: version)
    }
}
