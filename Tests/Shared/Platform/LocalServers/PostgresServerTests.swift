import LocalServers
import TestSupport
import Testing

@Suite struct `A PostgreSQL server of our own` {
    @Test func `gives each test a database that others do not see`() async throws {
        try await withTestDatabase { one in
            try await one.execute("CREATE TABLE mine (id int)")
            try await withTestDatabase { other in
                let seen = try await other.execute("SELECT count(*) FROM pg_tables WHERE tablename = 'mine'")
                #expect(seen == "0\n")
            }
        }
    }

    @Test func `finds its data at the second start`() async throws {
        let folder = try TestPostgres.temporaryFolder()
        let first = try await PostgresServer.start(in: folder)
        try await first.execute("CREATE TABLE kept (id int); INSERT INTO kept VALUES (7)")
        await first.stop()
        let second = try await PostgresServer.start(in: folder)
        #expect(try await second.execute("SELECT id FROM kept") == "7\n")
        await second.stop(.immediate)
        try await ChildProcess.run(Command("rm", ["-rf", folder]))
    }
}
