import Postgres
import TestSupport
import Testing

@Suite struct `A transaction` {
    @Test func `commits what it did when its closure returns`() async throws {
        try await withDatabase { database, _ in
            let id = PersonID(uuid: 0x0102_0304_0506_0708_090a_0b0c_0d0e_0f10)
            try await database.transaction { tx in
                try tx.execute("CREATE TABLE person (id uuid, name text, age int)")
                try tx.execute("INSERT INTO person VALUES (\(id), \("Ada"), \(36))")
            }
            let rows = try await database.transaction { tx in
                try tx.query("SELECT id, name, age, NULL::int FROM person").decode((PersonID, String, Int, Int?).self)
            }
            #expect(rows.count == 1)
            #expect(rows[0].0 == id)
            #expect(rows[0].1 == "Ada")
            #expect(rows[0].2 == 36)
            #expect(rows[0].3 == nil)
        }
    }

    @Test func `undoes what it did when its closure throws`() async throws {
        struct Stop: Error {}
        try await withDatabase { database, _ in
            try await database.transaction { try $0.execute("CREATE TABLE t (id int)") }
            await #expect(throws: Stop.self) {
                try await database.transaction { tx in
                    try tx.execute("INSERT INTO t VALUES (1)")
                    throw Stop()
                }
            }
            let count = try await database.transaction { try $0.query("SELECT count(*) FROM t").first?.decode(Int.self) }
            #expect(count == 0)
        }
    }
}
