import LocalServers

extension PostgresServer {
    /// The database of a local stack.
    static let suiteDatabase = "cairn"

    /// Makes the suite's database when it is not there. It can't stand in a transaction, so psql does it.
    func makeSuiteDatabase() async throws(PostgresServerError) {
        let known = try await self.execute("SELECT count(*) FROM pg_database WHERE datname = '\(Self.suiteDatabase)'")
        if known == "0\n" { try await self.execute("CREATE DATABASE \(Self.suiteDatabase) TEMPLATE template0") }
    }
}
