import TestSupport
import Testing

@testable import Postgres

@Suite struct `A prepared statement` {
    private static func prepared(_ database: Database) async throws -> Int {
        try await database.transaction { try $0.query("SELECT count(*) FROM pg_prepared_statements").first?.decode(Int.self) ?? -1 }
    }

    @Test func `is prepared once, however often it runs`() async throws {
        try await withDatabase { database, _ in
            for number in 0..<50 { try await database.transaction { try $0.execute("SELECT \(number)") } }
            let texts = try await database.transaction {
                try $0.query("SELECT count(*) FROM pg_prepared_statements WHERE statement = 'SELECT $1'").first?.decode(Int.self)
            }
            #expect(texts == 1)
        }
    }

    @Test func `is another one when its values have other types`() async throws {
        try await withDatabase { database, _ in
            let row = try await database.transaction { tx in
                (try tx.query("SELECT \(1)").first?.decode(Int.self), try tx.query("SELECT \(true)").first?.decode(Bool.self))
            }
            #expect(row == (1, true))
        }
    }

    @Test func `makes room for others when there are as many as may be`() async throws {
        try await withDatabase(adjusting: { $0.preparedLimit = 8 }) { database, _ in
            for round in 0..<5 {
                for number in 0..<20 {
                    let sql = SQL(trusted: "SELECT \(number)")
                    let got = try await database.transaction { try $0.query(sql).first?.decode(Int32.self) }
                    #expect(got == Int32(number), "round \(round)")
                }
                let count = try await Self.prepared(database)
                #expect(count <= 8)
            }
            try await database.transaction { tx in
                for number in 0..<20 { try tx.execute(SQL(trusted: "SELECT \(number)")) }  // more than fit, in one transaction
            }
            let count = try await Self.prepared(database)
            #expect(count <= 8)
        }
    }

    @Test func `that no longer fits the schema fails once, says so, and fits again`() async throws {
        try await withDatabase { database, test in
            try await test.execute("CREATE TABLE t (id int); INSERT INTO t VALUES (1)")
            let read: @Sendable () async throws -> Int = {
                try await database.transaction { tx in
                    let rows = try tx.query("TABLE t")
                    return rows.columns
                }
            }
            let before = try await read()
            #expect(before == 1)
            try await test.execute("ALTER TABLE t ADD name text")
            let error = await #expect(throws: PostgresError.cacheInvalidated) { try await read() }
            #expect(error?.isInfrastructure == true)
            let after = try await read()
            #expect(after == 2)
            let count = try await Self.prepared(database)
            #expect(count < 6)
        }
    }

    @Test func `that somebody threw away fails once, and is prepared again`() async throws {
        try await withDatabase { database, _ in
            try await database.transaction { try $0.execute("SELECT \(7)") }
            await #expect(throws: PostgresError.cacheInvalidated) {  // COMMIT was prepared too
                try await database.transaction { try $0.execute("DEALLOCATE ALL") }
            }
            let seven = try await database.transaction { try $0.query("SELECT \(7)").first?.decode(Int.self) }
            #expect(seven == 7)
        }
    }

    @Test func `that was wrong is not kept`() async throws {
        try await withDatabase { database, _ in
            for _ in 0..<2 {
                let error = await #expect(throws: PostgresError.self) {
                    try await database.transaction { try $0.execute("SELECT FROM nowhere") }
                }
                #expect(error?.refusal?.sqlState == "42P01")
            }
            try await database.transaction { try $0.execute("CREATE TABLE nowhere (id int)") }
            let count = try await database.transaction { try $0.query("SELECT FROM nowhere").count }
            #expect(count == 0)
        }
    }
}
