import Postgres
import TestSupport
import Testing
import Threads

@Suite struct `The bell of a database` {
    /// Whether the bell was rung; a ring is kept for the next who waits.
    private static func isRung(_ bell: Bell) async -> Bool {
        let start = ContinuousClock.now
        await bell.wait(atMost: .seconds(3))
        return start.duration(to: .now) < .seconds(3)
    }

    @Test func `rings when what asked for it is committed, and not when it is undone`() async throws {
        struct Stop: Error {}
        try await withTestDatabase { test in
            let bell = Bell()
            let address = try test.connectionString
            let database = Database(DatabaseSettings(name: "test"), bell: bell, chance: { 0 }, address: { address })
            await #expect(throws: Stop.self) {
                try await database.transaction { tx in
                    tx.ringOnCommit()
                    try tx.execute("SELECT 1")
                    throw Stop()
                }
            }
            try await database.transaction { try $0.execute("SELECT 1") }
            let early = await Self.isRung(bell)
            #expect(!early)
            try await database.transaction { tx in
                tx.ringOnCommit()
                try tx.execute("SELECT 1")
            }
            let rung = await Self.isRung(bell)
            #expect(rung)
            await database.stop()
        }
    }
}
