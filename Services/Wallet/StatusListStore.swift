import Catalogue
import CloudEvents
import Events
import Observability
import Postgres

extension Transaction {
    /// Keeps the newest state of each list: one row a subject, in order of their ids.
    borrowing func keep(statusLists events: [StatusListEvent]) throws(PostgresError) {
        let states = events.map(\.state)
        try self.execute(
            """
            INSERT INTO status_list (id, college, issuer, purpose, url, is_full, bits, version, updated_at)
            SELECT id, college, issuer, purpose, url, is_full, bits, version, updated_at
            FROM unnest(\(states.map(\.subject))::uuid[], \(states.map(\.college.number))::int[], \(states.map(\.issuer.value))::uuid[],
                \(states.map(\.purpose.rawValue))::text[], \(states.map(\.url))::text[], \(states.map(\.isFull))::boolean[],
                \(states.map(\.bits.bytes))::bytea[], \(events.map(\.version))::bigint[], \(events.map(\.time))::timestamptz[])
              AS event (id, college, issuer, purpose, url, is_full, bits, version, updated_at)
            ON CONFLICT (id) DO UPDATE SET college = excluded.college, issuer = excluded.issuer, purpose = excluded.purpose,
                url = excluded.url, is_full = excluded.is_full, bits = excluded.bits, version = excluded.version,
                updated_at = excluded.updated_at
            WHERE status_list.version < excluded.version
            """)
    }

    /// The lists at these URLs whose issuers are known.
    borrowing func statusLists(at urls: [String]) throws -> [HeldStatusList] {
        if urls.isEmpty { return [] }
        return try self.query(
            """
            SELECT list.url, issuer.identifier, list.purpose, list.bits, list.updated_at,
              EXISTS (SELECT FROM parked WHERE consumer = \(KeepOnCatalogue.consumer) AND subject IN (list.id, list.issuer)
                AND state = 'parked')
            FROM status_list AS list JOIN issuer ON issuer.id = list.issuer WHERE list.url = ANY (\(urls)::text[])
            """
        ).map { row in
            let (url, issuer, purpose, bytes, updated, isOutrun) = try row.decode((String, String, String, [UInt8], WallTime, Bool).self)
            guard let bits = StatusBits(bytes: bytes) else { preconditionFailure("the schema keeps the length of a list") }
            return HeldStatusList(url: url, issuer: issuer, purpose: purpose, bits: bits, updatedAt: updated, isOutrun: isOutrun)
        }
    }

    /// When all partitions of the catalogue had last been read to their end; nil when that has never been.
    borrowing func catalogueReadAt() throws(PostgresError) -> WallTime? {
        let rows = try self.query(
            """
            SELECT CASE WHEN count(*) = count(caught_up_at) THEN min(caught_up_at) END
            FROM inbox WHERE consumer = \(KeepOnCatalogue.consumer)
            """)
        return try rows.first?.decode(WallTime?.self) ?? nil
    }
}
