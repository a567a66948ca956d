import Observability
import Postgres
import Synchronization
import TestSupport
import Testing

@Suite struct `A session` {
    @Test func `is as the settings say`() async throws {
        let adjust: (inout DatabaseSettings) -> Void = {
            $0.name = "cairn-test http"
            $0.statementTimeout = .seconds(7)
            $0.lockTimeout = .milliseconds(1_500)
            $0.idleInTransactionTimeout = nil
            $0.session = ["plan_cache_mode": "force_custom_plan"]
        }
        try await withDatabase(adjusting: adjust) { database, _ in
            let names = [
                "application_name", "client_encoding", "idle_in_transaction_session_timeout", "lock_timeout", "plan_cache_mode",
                "statement_timeout", "TimeZone",
            ]
            let values = try await database.transaction { tx in
                try tx.query("SELECT current_setting(name) FROM unnest(\(names)) WITH ORDINALITY AS n(name, place) ORDER BY place")
                    .decode(String.self)
            }
            #expect(values == ["cairn-test http", "UTF8", "0", "1500ms", "force_custom_plan", "7s", "UTC"])
        }
    }

    @Test func `that does nothing in a transaction for too long is ended by the server`() async throws {
        try await withDatabase(adjusting: { $0.idleInTransactionTimeout = .milliseconds(50) }) { database, _ in
            let error = await #expect(throws: PostgresError.self) {
                try await database.transaction { tx in
                    try tx.execute("SELECT 1")
                    let end = ContinuousClock.now + .milliseconds(500)
                    while ContinuousClock.now < end {}
                    try tx.execute("SELECT 2")
                }
            }
            guard case .connectionLost = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test func `that is lost is said so in the log, without the password`() async throws {
        try await withTestDatabase { test in
            let log = KeptLog()
            let address = try test.connectionString
            let logger = Logger(label: "postgres", level: .debug, handler: log)
            let database = Database(DatabaseSettings(name: "test"), logger: logger, chance: { 0 }, address: { address })
            await #expect(throws: PostgresError.self) {
                try await database.transaction { try $0.execute("SELECT pg_terminate_backend(pg_backend_pid())") }
            }
            await database.stop()
            let unreachable = Database(DatabaseSettings(name: "test"), logger: logger, chance: { 0 }) {
                "host=127.0.0.1 port=1 user=nobody password=hush dbname=none"
            }
            await #expect(throws: PostgresError.self) { try await unreachable.transaction { try $0.execute("SELECT 1") } }
            await unreachable.stop()
            #expect(log.messages == ["connected to PostgreSQL", "a connection to PostgreSQL broke", "PostgreSQL can't be reached"])
            #expect(!log.text.contains("hush"))
        }
    }

    @Test func `refuses what would begin another conversation`() async throws {
        try await withDatabase { database, _ in
            await #expect(throws: PostgresError.connectionLost(reason: "COPY is not for here")) {
                try await database.transaction { tx in
                    try tx.execute("CREATE TABLE t (id int)")
                    try tx.execute("COPY t FROM STDIN")
                }
            }
            let one = try await database.transaction { try $0.query("SELECT 1").first?.decode(Int.self) }
            #expect(one == 1)
        }
    }

    @Test func `has a scope of sixteen settings at most`() async {
        await #expect(processExitsWith: .failure) {
            _ = Scope((0...Scope.limit).map { (name: "cairn.s\($0)", value: "") })
        }
    }
}

/// Keeps what is logged.
private final class KeptLog: LogHandler {
    private let events = Mutex<[LogEvent]>([])

    func log(_ event: LogEvent) { self.events.withLock { $0.append(event) } }

    var messages: [String] { self.events.withLock { $0.map { $0.message.description } } }

    var text: String { self.events.withLock { $0.map { "\($0.message) \($0.metadata)" }.joined(separator: "\n") } }
}
