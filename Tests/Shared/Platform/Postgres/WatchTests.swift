import Postgres
import Synchronization
import TestSupport
import Testing
import Threads

@Suite struct `A watch` {
    private static let patient = WatchPace(first: .milliseconds(5), longest: .seconds(60), limit: .seconds(60))
    private static let short = WatchPace(first: .milliseconds(1), longest: .milliseconds(2), limit: .seconds(2))

    private static func table(in database: Database) async throws {
        try await database.transaction { tx in try tx.execute("CREATE TABLE letter (text text NOT NULL)") }
    }

    @Test func `ends at its limit, with what its looks have kept`() async throws {
        try await withDatabase { database, _ in
            try await database.transaction { try $0.execute("SELECT 1") }  // the time for connecting is not the watch's
            let (looks, found) = try await database.watch(0, pace: Self.short, bell: Bell()) { tx, looks in
                looks += 1
                return try tx.query("SELECT false").decode(Bool.self)[0]
            }
            #expect(!found)
            #expect(looks > 3)
        }
    }

    @Test func `finds at the next ring what was written after its last look`() async throws {
        try await withDatabase(size: 2) { database, _ in
            try await Self.table(in: database)
            let bell = Bell()
            let looks = Looks()
            async let watched = database.watch("", pace: Self.patient, bell: bell) { tx, text in
                looks.count()
                text = try tx.query("SELECT text FROM letter").first?.decode(String.self) ?? ""
                return !text.isEmpty
            }
            try await eventually("it has looked") { looks.number > 0 }
            try await database.transaction { tx in try tx.execute("INSERT INTO letter VALUES ('at last')") }
            let before = ContinuousClock.now
            bell.ring()
            let (text, found) = try await watched
            #expect(found && text == "at last")
            #expect(ContinuousClock.now - before < .seconds(30), "its own pauses end after a minute")
        }
    }

    @Test func `looks again at once when a ring came before it`() async throws {
        try await withDatabase { database, _ in
            let bell = Bell()
            bell.ring()
            let (looks, found) = try await database.watch(0, pace: Self.patient, bell: bell) { _, looks in
                looks += 1
                return looks == 2
            }
            #expect(found && looks == 2)
        }
    }

    @Test func `is let go when its task is cancelled, and its thread is free`() async throws {
        try await withDatabase { database, _ in
            let looks = Looks()
            let started = ContinuousClock.now
            try await withThrowingTaskGroup { group in
                group.addTask {
                    _ = try await database.watch(0, pace: Self.patient, bell: Bell()) { tx, _ in
                        looks.count()
                        return try tx.query("SELECT false").decode(Bool.self)[0]
                    }
                }
                try await eventually("it has looked") { looks.number > 5 }
                group.cancelAll()
                await #expect(throws: CancellationError.self) { try await group.waitForAll() }
            }
            let number = try await database.transaction { try $0.query("SELECT 1").decode(Int32.self)[0] }
            #expect(number == 1)
            #expect(ContinuousClock.now - started < .seconds(30))
        }
    }

    @Test func `throws what a look throws`() async throws {
        struct Stop: Error {}
        try await withDatabase { database, _ in
            await #expect(throws: Stop.self) { _ = try await database.watch(0, pace: Self.patient, bell: Bell()) { _, _ in throw Stop() } }
        }
    }
}

/// Counts what runs on a session's thread.
private final class Looks: Sendable {
    private let value = Atomic(0)
    var number: Int { self.value.load(ordering: .relaxed) }
    func count() { self.value.add(1, ordering: .relaxed) }
}

@Suite struct `A statement that is a transaction of its own` {
    @Test func `is committed when it returns, whatever comes after it`() async throws {
        struct Stop: Error {}
        try await withDatabase { database, _ in
            await #expect(throws: Stop.self) {
                try await database.transaction(with: .eachStatement) { tx in
                    try tx.execute("CREATE TABLE kept (number int)")
                    try tx.execute("INSERT INTO kept VALUES (7)")
                    throw Stop()
                }
            }
            let number = try await database.transaction { try $0.query("SELECT number FROM kept").decode(Int32.self)[0] }
            #expect(number == 7)
        }
    }

    @Test func `leaves the session good for a whole one when it is refused`() async throws {
        try await withDatabase { database, _ in
            await #expect(throws: PostgresError.self) {
                try await database.transaction(with: .eachStatement) { try $0.execute("SELECT 1 / 0") }
            }
            let number = try await database.transaction { try $0.query("SELECT 2").decode(Int32.self)[0] }
            #expect(number == 2)
        }
    }

    @Test func `that breaks with its connection may have been committed, and says so`() async throws {
        try await withDatabase { database, _ in
            let error = await #expect(throws: PostgresError.self) {
                try await database.transaction(with: .eachStatement) { try $0.execute("SELECT pg_terminate_backend(pg_backend_pid())") }
            }
            guard case .commitUnknown = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }
}

@Suite struct `A database with little to do` {
    @Test func `opens few of its sessions, and closes them after a while`() async throws {
        try await withDatabase(size: 8, adjusting: { $0.idleLimit = .milliseconds(100) }) { database, test in
            var numbers: Set<Int> = []
            for _ in 0..<100 {
                numbers.insert(
                    try await database.transaction { tx in
                        try tx.execute("SELECT 1")
                        return tx.sessionNumber
                    })
            }
            // More than one only where a transaction came before the thread of the one before it waited again.
            #expect(numbers.count < 8, "served in turn, 100 transactions would have opened all")
            let observer = Database(
                DatabaseSettings(name: "observer"), chance: { 0 }, address: { [address = try test.connectionString] in address })
            try await eventually("no session") {
                try await observer.transaction {
                    try $0.query("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'test'")
                        .decode(Int64.self)[0]
                } == 0
            }
            await observer.stop()
            let again = try await database.transaction { tx in
                try tx.execute("SELECT 1")
                return tx.sessionNumber
            }
            #expect(!numbers.contains(again))
        }
    }
}
