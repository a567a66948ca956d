import TestSupport
import Testing

@testable import Postgres

@Suite struct `A refusal` {
    @Test(arguments: [
        ("SELECT 'secret'::int" as SQL, "22P02", "invalid input syntax for type integer"),
        ("SELECT '99999999999'::int", "22003", "value … is out of range for type integer"),
        ("SELECT '{\"secret'::jsonb", "22P02", "invalid input syntax for type json"),
        ("SELECT '2020-13-secret'::timestamptz", "22007", "invalid input syntax for type timestamp with time zone"),
        ("SELECT 'sec\"ret: \"'::int", "22P02", "invalid input syntax for type integer"),
        (
            "INSERT INTO person VALUES ('secret', 1), ('secret', 2)", "23505",
            "duplicate key value violates unique constraint \"person_mail_key\""
        ),
        (
            "INSERT INTO person VALUES ('secret', -1)", "23514",
            "new row for relation \"person\" violates check constraint \"person_age_check\""
        ),
    ])
    func `names what is wrong, and not the value`(sql: SQL, state: String, message: String) async throws {
        try await withDatabase { database, _ in
            let error = await #expect(throws: PostgresError.self) {
                try await database.transaction { tx in
                    try tx.execute("CREATE TABLE person (mail text UNIQUE, age int CHECK (age >= 0))")
                    try tx.execute(sql)
                }
            }
            let refusal = try #require(error?.refusal)
            #expect(refusal.sqlState == state)
            #expect(refusal.message == message)
            #expect(!refusal.description.contains("secret"))
            #expect(!refusal.isInfrastructure)
        }
    }

    @Test(arguments: [
        "08006", "40001", "40P01", "53100", "53300", "57014", "57P01", "57P03", "58030", "55P03", "25P03", "25006",
    ])
    func `for want of resources, locks or peace is no fault of the data`(state: String) {
        #expect(PostgresError.refused(ServerRefusal(sqlState: state, message: "m")).isInfrastructure)
    }

    @Test(arguments: ["22P02", "23505", "23503", "42P01", "42501", "40002", "P0001", "25P02", "0A000"])
    func `of what was asked is`(state: String) {
        #expect(!PostgresError.refused(ServerRefusal(sqlState: state, message: "m")).isInfrastructure)
    }

    @Test func `of two that wait for each other is known for a deadlock`() async throws {
        try await withDatabase(size: 2) { database, test in
            try await test.execute("CREATE TABLE t (id int, n int); INSERT INTO t VALUES (1, 0), (2, 0)")
            let gate = SQLGate()
            let outcomes = await withTaskGroup(of: PostgresError?.self) { group in
                for (first, second) in [(1, 2), (2, 1)] {
                    group.addTask {
                        do {
                            try await database.transaction { tx in
                                try tx.execute("UPDATE t SET n = n + 1 WHERE id = \(first)")
                                gate.arrive()
                                gate.waitUntilOpen()
                                try tx.execute("UPDATE t SET n = n + 1 WHERE id = \(second)")
                            }
                            return nil
                        } catch { return error as? PostgresError }
                    }
                }
                await gate.wait(for: 2)
                gate.open()
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.compactMap { $0 }.map(\.isDeadlock) == [true])
        }
    }

    @Test func `of two that can't both have been alone is known for a serialization failure`() async throws {
        try await withDatabase(size: 2) { database, test in
            try await test.execute("CREATE TABLE t (n int); INSERT INTO t VALUES (0)")
            let gate = SQLGate()
            let slow = Task {
                try await database.transaction(with: TransactionOptions(isolation: .repeatableRead)) { tx in
                    try tx.execute("SELECT n FROM t")
                    gate.arrive()
                    gate.waitUntilOpen()
                    try tx.execute("UPDATE t SET n = n + 1")
                }
            }
            await gate.wait(for: 1)
            try await database.transaction { try $0.execute("UPDATE t SET n = n + 1") }
            gate.open()
            let error = await #expect(throws: PostgresError.self) { try await slow.value }
            #expect(error?.isSerializationFailure == true)
        }
    }
}

@Suite struct `The pause before the next connection` {
    @Test func `doubles up to its limit and is shortened by chance`() {
        var reconnection = Reconnection(first: .milliseconds(100), longest: .seconds(5))
        let now = ContinuousClock.now
        #expect(reconnection.pause(at: now) == nil)
        var pauses: [Duration] = []
        for _ in 0..<40 {
            reconnection.failed(at: now, reason: "gone", chance: 0)
            pauses.append(reconnection.pause(at: now) ?? .zero)
        }
        let expected: [Duration] = [100, 200, 400, 800, 1_600, 3_200, 5_000].map { .milliseconds($0) }
        #expect(Array(pauses[..<7]) == expected)
        #expect(pauses.last == .seconds(5))
        reconnection.failed(at: now, reason: "gone", chance: 0.999)
        #expect((reconnection.pause(at: now) ?? .zero) < .milliseconds(2_510))
        #expect(reconnection.pause(at: now + .seconds(5)) == nil)
        reconnection.succeeded()
        #expect(reconnection.pause(at: now) == nil)
    }
}
