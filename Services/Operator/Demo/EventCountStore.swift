import Postgres

extension Transaction {
    /// Where the outbox of the schema in the path ends: the number of the last event that was written to it.
    borrowing func outboxEnd() throws(PostgresError) -> Int {
        try self.query("SELECT coalesce(max(seq), 0) FROM outbox").decode(Int.self)[0]
    }
}
