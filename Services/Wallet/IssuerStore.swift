import Catalogue
import CloudEvents
import Events
import JSON
import Observability
import Postgres

extension Transaction {
    /// Keeps the newest state of each issuer: one row a subject, in order of their ids.
    borrowing func keep(issuers events: [IssuerEvent]) throws(PostgresError) {
        let states = events.map(\.state)
        try self.execute(
            """
            INSERT INTO issuer (id, college, identifier, name, site, keys, version, updated_at)
            SELECT id, college, identifier, name, site, keys::jsonb, version, updated_at
            FROM unnest(\(states.map(\.subject))::uuid[], \(states.map(\.college.number))::int[], \(states.map(\.identifier))::text[],
                \(states.map(\.name))::text[], \(states.map(\.site))::text[], \(states.map { $0.keys.json.description })::text[],
                \(events.map(\.version))::bigint[], \(events.map(\.time))::timestamptz[])
              AS event (id, college, identifier, name, site, keys, version, updated_at)
            ON CONFLICT (id) DO UPDATE SET college = excluded.college, identifier = excluded.identifier, name = excluded.name,
                site = excluded.site, keys = excluded.keys, version = excluded.version, updated_at = excluded.updated_at
            WHERE issuer.version < excluded.version
            """)
    }

    /// The issuer that signs under this identifier.
    borrowing func issuer(called identifier: String) throws -> KnownIssuer? {
        let rows = try self.query("SELECT identifier, name, keys FROM issuer WHERE identifier = \(identifier)")
        guard let (identifier, name, keys) = try rows.first?.decode((String, String, String).self) else { return nil }
        return try KnownIssuer(identifier: identifier, name: name, keysText: keys)
    }
}
