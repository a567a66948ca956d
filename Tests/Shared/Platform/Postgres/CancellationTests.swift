import Postgres
import TestSupport
import Testing

@Suite struct `A transaction that must end early` {
    @Test func `is stopped in the middle of a statement when its task is cancelled, and the session lives on`() async throws {
        try await withDatabase { database, _ in
            let gate = SQLGate()
            try await database.transaction { try $0.execute("CREATE TABLE t (id int)") }
            let running = Task {
                try await database.transaction { tx in
                    gate.note(tx.sessionNumber)
                    try tx.execute("INSERT INTO t VALUES (1)")
                    gate.arrive()
                    try tx.execute("SELECT pg_sleep(60)")
                }
            }
            await gate.wait(for: 1)
            let start = ContinuousClock.now
            running.cancel()
            await #expect(throws: CancellationError.self) { try await running.value }
            #expect(start.duration(to: .now) < .seconds(20))
            let (count, session) = try await database.transaction { tx in
                (try tx.query("SELECT count(*) FROM t").first?.decode(Int.self), tx.sessionNumber)
            }
            #expect(count == 0)
            #expect(gate.notes == [session])
        }
    }

    @Test func `is not committed when its task is cancelled before COMMIT`() async throws {
        try await withDatabase { database, _ in
            let gate = SQLGate()
            try await database.transaction { try $0.execute("CREATE TABLE t (id int)") }
            let running = Task {
                try await database.transaction { tx in
                    try tx.execute("INSERT INTO t VALUES (1)")
                    gate.arrive()
                    gate.waitUntilOpen()
                }
            }
            await gate.wait(for: 1)
            running.cancel()
            gate.open()
            await #expect(throws: CancellationError.self) { try await running.value }
            let count = try await database.transaction { try $0.query("SELECT count(*) FROM t").first?.decode(Int.self) }
            #expect(count == 0)
        }
    }

    @Test func `has its statement ended at its deadline`() async throws {
        try await withDatabase { database, _ in
            try await database.transaction { try $0.execute("SELECT 1") }
            let options = TransactionOptions(deadline: .milliseconds(300))
            await #expect(throws: PostgresError.deadlinePassed(.milliseconds(300))) {
                try await database.transaction(with: options) { tx in
                    try tx.execute("SELECT 1")
                    try tx.execute("SELECT pg_sleep(60)")
                }
            }
            let timeout = try await database.transaction {
                try $0.query("SELECT current_setting('statement_timeout')").first?.decode(String.self)
            }
            #expect(timeout == "30s")
        }
    }

    @Test func `is not committed after its deadline, though every statement was in time`() async throws {
        try await withDatabase { database, _ in
            try await database.transaction { try $0.execute("CREATE TABLE t (id int)") }
            await #expect(throws: PostgresError.deadlinePassed(.milliseconds(200))) {
                try await database.transaction(with: TransactionOptions(deadline: .milliseconds(200))) { tx in
                    try tx.execute("INSERT INTO t VALUES (1)")
                    let end = ContinuousClock.now + .milliseconds(250)
                    while ContinuousClock.now < end {}
                }
            }
            let count = try await database.transaction { try $0.query("SELECT count(*) FROM t").first?.decode(Int.self) }
            #expect(count == 0)
        }
    }

    @Test func `has a time for each statement, and an own one where the usual does not fit`() async throws {
        try await withDatabase(adjusting: { $0.statementTimeout = .milliseconds(100) }) { database, _ in
            let error = await #expect(throws: PostgresError.self) {
                try await database.transaction { try $0.execute("SELECT pg_sleep(30)") }
            }
            #expect(error?.refusal?.sqlState == "57014")
            #expect(error?.isInfrastructure == true)
            try await database.transaction(with: TransactionOptions(statementTimeout: .seconds(30))) {
                try $0.execute("SELECT pg_sleep(0.2)")
            }
        }
    }

    @Test func `waits for a lock only so long`() async throws {
        try await withDatabase(size: 2, adjusting: { $0.lockTimeout = .milliseconds(50) }) { database, _ in
            let gate = SQLGate()
            let holding = Task {
                try await database.transaction { tx in
                    try tx.execute("SELECT pg_advisory_xact_lock(1)")
                    gate.arrive()
                    gate.waitUntilOpen()
                }
            }
            await gate.wait(for: 1)
            let error = await #expect(throws: PostgresError.self) {
                try await database.transaction { try $0.execute("SELECT pg_advisory_xact_lock(1)") }
            }
            #expect(error?.refusal?.sqlState == "55P03")
            #expect(error?.isInfrastructure == true)
            gate.open()
            try await holding.value
        }
    }

    @Test func `is not begun when its deadline passes while it waits`() async throws {
        try await withDatabase { database, _ in
            let gate = SQLGate()
            let holding = Task {
                try await database.transaction { _ in
                    gate.arrive()
                    gate.waitUntilOpen()
                }
            }
            await gate.wait(for: 1)
            let late = Task {
                try await database.transaction(with: TransactionOptions(deadline: .milliseconds(20))) { _ in gate.note(1) }
            }
            let end = ContinuousClock.now + .milliseconds(40)
            while database.waiting < 1 || ContinuousClock.now < end { await Task.yield() }
            gate.open()
            await #expect(throws: PostgresError.deadlinePassed(.milliseconds(20))) { try await late.value }
            #expect(gate.notes == [])
            try await holding.value
        }
    }
}
