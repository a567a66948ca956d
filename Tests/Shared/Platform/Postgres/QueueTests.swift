import Glibc
import Observability
import Postgres
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

@Suite struct `The queue before the sessions` {
    @Test func `lets other work of the process go on while every session waits for the server`() async throws {
        try await withDatabase(size: 9, adjusting: { $0.lockTimeout = nil }) { database, _ in
            let gate = SQLGate()
            try await withThrowingTaskGroup(of: Void.self) { group in
                let held = try await Self.hold(database, &group) { try $0.execute("SELECT pg_advisory_xact_lock(1)") }
                for _ in 0..<8 {
                    group.addTask {
                        try await database.transaction { tx in
                            gate.arrive()
                            try tx.execute("SELECT pg_advisory_xact_lock(1)")
                            gate.leave()
                        }
                    }
                }
                await gate.wait(for: 8)
                for _ in 0..<1_000 { await Task.yield() }
                #expect(gate.left == 0)
                held.open()
                try await group.waitForAll()
            }
        }
    }

    @Test func `gives transactions their turn in the order in which they came`() async throws {
        try await withDatabase { database, test in
            let order = SQLGate()
            try await withThrowingTaskGroup(of: Void.self) { group in
                let held = try await Self.hold(database, &group)
                for number in 0..<20 {
                    let before = database.waiting
                    group.addTask { try await database.transaction { _ in order.note(number) } }
                    while database.waiting == before { await Task.yield() }
                }
                held.open()
                try await group.waitForAll()
            }
            #expect(order.notes == Array(0..<20))
        }
    }

    @Test func `turns away what comes when it is full`() async throws {
        try await withDatabase(adjusting: { $0.queueLimit = 2 }) { database, _ in
            try await withThrowingTaskGroup(of: Void.self) { group in
                let held = try await Self.hold(database, &group)
                for _ in 0..<2 { group.addTask { try await database.transaction { _ in } } }
                while database.waiting < 2 { await Task.yield() }
                await #expect(throws: PostgresError.queueFull(limit: 2)) { try await database.transaction { try $0.execute("SELECT 1") } }
                held.open()
                try await group.waitForAll()
            }
        }
    }

    @Test func `drops a transaction whose task was cancelled while it waited`() async throws {
        try await withDatabase { database, _ in
            let ran = SQLGate()
            try await withThrowingTaskGroup(of: Void.self) { group in
                let held = try await Self.hold(database, &group)
                let waiting = Task { try await database.transaction { _ in ran.note(1) } }
                while database.waiting < 1 { await Task.yield() }
                waiting.cancel()
                held.open()
                await #expect(throws: CancellationError.self) { try await waiting.value }
                try await group.waitForAll()
            }
            #expect(ran.notes == [])
        }
    }

    @Test func `takes nothing more once it is stopped, by a shutdown too`() async throws {
        try await withDatabase { database, _ in
            try await database.transaction { try $0.execute("SELECT 1") }
            let running = Task { try await database.run() }
            running.cancel()
            try await running.value
            await #expect(throws: PostgresError.stopped) { try await database.transaction { try $0.execute("SELECT 1") } }
        }
    }

    @Test func `shows itself in metrics`() async throws {
        try await withTestDatabase { test in
            let registry = MetricsRegistry()
            let address = try test.connectionString
            let settings = DatabaseSettings(name: "shown")
            let database = Database(settings, metrics: DatabaseMetrics(registry, database: "shown"), chance: { 0 }, address: { address })
            try await database.transaction { try $0.execute("SELECT 1") }
            await #expect(throws: PostgresError.self) {
                try await database.transaction { try $0.execute("SELECT pg_terminate_backend(pg_backend_pid())") }
            }
            let text = registry.exposition()
            #expect(text.contains("cairn_postgres_transaction_seconds_count{database=\"shown\"} 2"))
            #expect(text.contains("cairn_postgres_connections_lost_total{database=\"shown\"} 1"))
            #expect(text.contains("cairn_postgres_in_use{database=\"shown\"} 0"))
            #expect(text.contains("cairn_postgres_waiting{database=\"shown\"} 0"))
            await database.stop()
        }
    }

    /// Keeps one session busy until the gate is opened.
    private static func hold(
        _ database: Database, _ group: inout ThrowingTaskGroup<Void, any Error>,
        _ first: @escaping @Sendable (borrowing Transaction) throws -> Void = { _ in }
    ) async throws -> SQLGate {
        let gate = SQLGate()
        group.addTask {
            try await database.transaction { tx in
                try first(tx)
                gate.arrive()
                gate.waitUntilOpen()
            }
        }
        await gate.wait(for: 1)
        return gate
    }
}

/// Lets a test know that a closure has begun on its thread, and holds it there.
final class SQLGate: Sendable {
    private let arrived = Atomic(0)
    private let leaving = Atomic(0)
    private let noted = Mutex<[Int]>([])
    private let isOpen = Atomic(false)

    func arrive() { self.arrived.add(1, ordering: .sequentiallyConsistent) }

    func note(_ number: Int) { self.noted.withLock { $0.append(number) } }

    var notes: [Int] { self.noted.withLock { $0 } }

    func leave() { self.leaving.add(1, ordering: .sequentiallyConsistent) }

    var left: Int { self.leaving.load(ordering: .sequentiallyConsistent) }

    func open() { self.isOpen.store(true, ordering: .sequentiallyConsistent) }

    /// Polls on the session's own thread, which is no thread of Swift's.
    func waitUntilOpen() {
        let end = ContinuousClock.now + .seconds(60)
        while !self.isOpen.load(ordering: .sequentiallyConsistent), ContinuousClock.now < end { usleep(1_000) }
    }

    /// Goes on after a minute too: the test then fails by what it expects, and does not hang.
    func wait(for count: Int) async {
        let end = ContinuousClock.now + .seconds(60)
        while self.arrived.load(ordering: .sequentiallyConsistent) < count, ContinuousClock.now < end {
            do { try await Task.sleep(for: .milliseconds(1)) } catch { return }
        }
    }
}
