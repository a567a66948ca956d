import CloudEvents
import Events
import JSON
import Observability
import Postgres

extension Transaction {
    /// Keeps the newest state of each consent: one of a subject, in order of their ids.
    borrowing func keep(consents events: [ConsentEvent]) throws(PostgresError) {
        for event in events {
            // One statement each: an array of arrays would have to be rectangular.
            let state = event.state
            try self.execute(
                """
                INSERT INTO matching.consent (college, id, person, employer, purpose, state, shares, items, ends_at, version)
                VALUES (\(state.college.number), \(state.subject), \(state.person.value), \(state.employer.value),
                    \(state.purpose.rawValue), \(state.state.rawValue), \(state.what.map(\.rawValue))::text[],
                    \(state.items?.map(\.value))::uuid[], \(state.until), \(event.version))
                ON CONFLICT (college, id) DO UPDATE SET person = excluded.person, employer = excluded.employer,
                    purpose = excluded.purpose, state = excluded.state, shares = excluded.shares, items = excluded.items,
                    ends_at = excluded.ends_at, version = excluded.version
                WHERE consent.version < excluded.version
                """)
        }
    }

    /// When consents were last read to their end; nil when that is too long ago to show or count anybody by.
    borrowing func freshConsentsReadAt(_ now: WallTime) throws(PostgresError) -> WallTime? {
        guard let readAt = try self.consentsReadAt(), readAt + Matching.consentAge > now else { return nil }
        return readAt
    }

    /// When all partitions of consents had last been read to their end; nil when that has never been.
    borrowing func consentsReadAt() throws(PostgresError) -> WallTime? {
        let rows = try self.query(
            """
            SELECT CASE WHEN count(*) = count(caught_up_at) THEN min(caught_up_at) END
            FROM matching.inbox WHERE consumer = \(KeepOnConsent.consumer)
            """)
        return try rows.first?.decode(WallTime?.self) ?? nil
    }
}
