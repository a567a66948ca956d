import Observability
import Postgres

extension Transaction {
    /// Whether a sign-in link was used.
    borrowing func isUsed(ticket id: String) throws(PostgresError) -> Bool {
        try self.query("SELECT 1 FROM issuer.ticket WHERE id = \(id)").first != nil
    }

    /// Takes note that a sign-in link is used; false when it was before. Links that have ended are forgotten.
    borrowing func use(ticket id: String, until end: WallTime, at now: WallTime) throws(PostgresError) -> Bool {
        try self.execute("DELETE FROM issuer.ticket WHERE ends_at < \(now)::timestamptz - interval '1 hour'")
        return try self.execute("INSERT INTO issuer.ticket (id, ends_at) VALUES (\(id), \(end)) ON CONFLICT DO NOTHING") == 1
    }
}
