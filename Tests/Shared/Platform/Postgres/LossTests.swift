import LocalServers
import Observability
import Postgres
import Synchronization
import TestSupport
import Testing

/// A database over a server that the test may ruin.
private func database(_ server: PostgresServer, size: Int = 1, _ adjust: (inout DatabaseSettings) -> Void = { _ in }) throws -> Database {
    var settings = DatabaseSettings(name: "test")
    settings.size = size
    settings.connectTimeout = .seconds(60)
    settings.firstPause = .milliseconds(1)
    settings.longestPause = .milliseconds(20)
    adjust(&settings)
    let address = try server.connectionString()
    return Database(settings, chance: { 0 }, address: { address })
}

/// Runs a transaction until the server takes it again; how a program waits is its own affair.
private func again<R: Sendable>(
    _ database: Database, _ body: @escaping @Sendable (borrowing Transaction) throws -> sending R
) async throws -> R {
    let deadline = ContinuousClock.now + .seconds(30)
    while true {
        do { return try await database.transaction(body) } catch let error as PostgresError where error.isInfrastructure {
            guard ContinuousClock.now < deadline else { throw error }
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}

@Suite struct `A lost connection` {
    @Test func `while idle fails the next transaction, and the one after it has a new session`() async throws {
        try await withDatabase { database, test in
            let (first, process) = try await database.transaction { tx in
                (tx.sessionNumber, try tx.query("SELECT pg_backend_pid()").first?.decode(Int.self))
            }
            try await test.execute("SELECT pg_terminate_backend(\(try #require(process)), 5000)")
            let error = await #expect(throws: PostgresError.self) { try await database.transaction { try $0.execute("SELECT 1") } }
            guard case .connectionLost = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(error?.isInfrastructure == true)
            let second = try await database.transaction { tx in
                try tx.execute("SELECT 1")
                return tx.sessionNumber
            }
            #expect(second != first)
        }
    }

    @Test func `in the middle undoes the transaction, and no later statement of it runs`() async throws {
        try await withDatabase { database, test in
            try await database.transaction { try $0.execute("CREATE TABLE t (id int)") }
            let swallowed = await #expect(throws: PostgresError.self) {
                try await database.transaction { tx in
                    try tx.execute("INSERT INTO t VALUES (1)")
                    do { try tx.execute("SELECT pg_terminate_backend(pg_backend_pid())") } catch {}
                    do { try tx.execute("INSERT INTO t VALUES (2)") } catch {}
                }
            }
            guard case .connectionLost = swallowed else {
                Issue.record("\(String(describing: swallowed))")
                return
            }
            let count = try await database.transaction { try $0.query("SELECT count(*) FROM t").first?.decode(Int.self) }
            #expect(count == 0)
        }
    }

    @Test func `by a killed server is noticed, refused for a while, and mended when the server is back`() async throws {
        try await TestPostgres.withOwn { server in
            let database = try database(server)
            try await database.transaction { try $0.execute("CREATE TABLE t (id int)") }
            let (begun, report) = AsyncStream.makeStream(of: Int.self)
            async let failure: PostgresError? = {
                do {
                    try await database.transaction { tx in
                        try tx.execute("INSERT INTO t VALUES (1)")
                        report.yield(tx.sessionNumber)
                        try tx.execute("SELECT pg_sleep(30)")
                    }
                    return nil
                } catch let error as PostgresError { return error }
            }()
            var first = 0
            for await number in begun {
                first = number
                break
            }
            await server.kill()
            guard case .connectionLost = try await failure else {
                Issue.record("\(String(describing: try await failure))")
                return
            }
            let refused = await #expect(throws: PostgresError.self) { try await database.transaction { try $0.execute("SELECT 1") } }
            guard case .cannotConnect = refused else {
                Issue.record("\(String(describing: refused))")
                return
            }
            try await server.restart()
            let (count, second) = try await again(database) { tx in
                (try tx.query("SELECT count(*) FROM t").first?.decode(Int.self), tx.sessionNumber)
            }
            #expect(count == 0)
            #expect(second != first)
            await database.stop()
        }
    }

    @Test func `during COMMIT leaves open whether it was done`() async throws {
        try await withDatabase { database, test in
            try await database.transaction { tx in
                try tx.execute("CREATE TABLE t (id int)")
                try tx.execute(
                    """
                    CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS
                      $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(10); RETURN NULL; END $$
                    """)
                try tx.execute(
                    "CREATE CONSTRAINT TRIGGER die AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION die()")
            }
            let error = await #expect(throws: PostgresError.self) {
                try await database.transaction { try $0.execute("INSERT INTO t VALUES (1)") }
            }
            guard case .commitUnknown = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(error?.isInfrastructure == true)
        }
    }

    @Test func `by a server that is silent is given up after its time`() async throws {
        try await TestPostgres.withOwn { server in
            let database = try database(server) {
                $0.statementTimeout = .milliseconds(200)
                $0.silenceLimit = .milliseconds(200)
            }
            let process = try await database.transaction { try $0.query("SELECT pg_backend_pid()").first?.decode(Int.self) }
            let frozen = try #require(process)
            try await ChildProcess.run(Command("kill", ["-STOP", String(frozen)]))
            let error = await #expect(throws: PostgresError.self) { try await database.transaction { try $0.execute("SELECT 1") } }
            #expect(error == .connectionLost(reason: "the server did not answer in time"))
            try await ChildProcess.run(Command("kill", ["-CONT", String(frozen)]))
            await database.stop()
        }
    }

    @Test func `is not made again until the pause is over, and the password is asked for anew`() async throws {
        try await withDatabase { _, test in
            let asked = Mutex(0)
            let right = try test.connectionString
            var settings = DatabaseSettings(name: "test")
            settings.size = 1
            settings.firstPause = .seconds(60)
            let paused = Database(settings, chance: { 0 }) {
                asked.withLock { $0 += 1 }
                return right + " password=wrong"
            }
            for _ in 0..<3 {
                let error = await #expect(throws: PostgresError.self) { try await paused.transaction { try $0.execute("SELECT 1") } }
                #expect(error?.description.contains("wrong") == false)
            }
            #expect(asked.withLock { $0 } == 1)
            await paused.stop()

            settings.firstPause = .zero
            let changed = Database(settings, chance: { 0 }) {
                let count = asked.withLock { count in
                    count += 1
                    return count
                }
                return count == 2 ? right + " password=wrong" : right
            }
            await #expect(throws: PostgresError.self) { try await changed.transaction { try $0.execute("SELECT 1") } }
            try await changed.transaction { try $0.execute("SELECT 1") }
            await changed.stop()
        }
    }
}
