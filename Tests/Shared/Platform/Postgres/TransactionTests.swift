import Observability
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

extension `A transaction` {
    @Test func `shows its scope to row-level security, and leaves nothing of it behind`() async throws {
        let template = TestTemplate("scope", roles: ["scope_test_http"]) { test in
            try await test.execute(
                """
                CREATE TABLE item (college int, name text); INSERT INTO item VALUES (1, 'one'), (2, 'two');
                ALTER TABLE item ENABLE ROW LEVEL SECURITY; ALTER TABLE item FORCE ROW LEVEL SECURITY;
                CREATE POLICY wall ON item USING (college = nullif(current_setting('cairn.college', true), '')::int);
                GRANT SELECT ON item TO scope_test_http;
                """)
        }
        try await withTestDatabase(template) { test in
            var settings = DatabaseSettings(name: "test")
            settings.size = 1
            let database = Database(settings, chance: { 0 }) { test.connectionString(as: "scope_test_http") }
            let scope = Scope(["cairn.visitor": "staff", "cairn.college": "2", "cairn.person": "'; --"])
            let seen = try await database.transaction(as: scope) { tx in
                try tx.query("SELECT name, current_setting('cairn.person') FROM item").decode((String, String).self)
            }
            #expect(seen.map(\.0) == ["two"])
            #expect(seen.map(\.1) == ["'; --"])
            let unscoped = try await database.transaction { try $0.query("SELECT FROM item").count }
            #expect(unscoped == 0)
            await database.stop()
        }
    }

    @Test func `goes on after a savepoint that failed, without what was done in it`() async throws {
        try await withDatabase { database, _ in
            let names = try await database.transaction { tx in
                try tx.execute("CREATE TABLE t (name text UNIQUE)")
                try tx.savepoint { try $0.execute("INSERT INTO t VALUES ('kept')") }
                do {
                    try tx.savepoint { inner in
                        try inner.execute("INSERT INTO t VALUES ('lost')")
                        try inner.savepoint { try $0.execute("INSERT INTO t VALUES ('lost too')") }
                        try inner.execute("INSERT INTO t VALUES ('kept')")
                    }
                } catch let error as PostgresError where error.isUniqueViolation {
                    #expect(error.refusal?.constraint == "t_name_key")
                    #expect(error.refusal?.table == "t")
                    #expect(!error.description.contains("(kept)"))
                }
                try tx.savepoint { _ in }
                return try tx.query("SELECT name FROM t").decode(String.self)
            }
            #expect(names == ["kept"])
        }
    }

    @Test func `nests savepoints only so deep`() async throws {
        try await withDatabase { database, _ in
            func nest(_ tx: borrowing Transaction, _ depth: Int) throws {
                try tx.savepoint { inner in
                    try inner.execute("SELECT 1")
                    if depth > 1 { try nest(inner, depth - 1) }
                }
            }
            try await database.transaction { try nest($0, 64) }
            await #expect(throws: PostgresError.limitReached(name: "savepoints in one another", limit: 64)) {
                try await database.transaction { try nest($0, 65) }
            }
        }
    }

    @Test func `whose failure was ignored does not pretend to have been committed`() async throws {
        try await withDatabase { database, _ in
            try await database.transaction { try $0.execute("CREATE TABLE t (id int)") }
            await #expect(throws: PostgresError.notCommitted) {
                try await database.transaction { tx in
                    try tx.execute("INSERT INTO t VALUES (1)")
                    do { try tx.execute("SELECT 1 / 0") } catch {}
                }
            }
            let count = try await database.transaction { try $0.query("SELECT count(*) FROM t").first?.decode(Int.self) }
            #expect(count == 0)
        }
    }

    @Test func `that fails at COMMIT says why`() async throws {
        try await withDatabase { database, _ in
            try await database.transaction { try $0.execute("CREATE TABLE t (id int UNIQUE DEFERRABLE INITIALLY DEFERRED)") }
            let error = await #expect(throws: PostgresError.self) {
                try await database.transaction { try $0.execute("INSERT INTO t VALUES (1), (1)") }
            }
            #expect(error?.isUniqueViolation == true)
        }
    }

    @Test func `is as isolated and as read-only as was asked`() async throws {
        try await withDatabase { database, _ in
            let rows = try await database.transaction(with: .snapshot) { tx in
                try tx.query("SELECT current_setting('transaction_isolation'), current_setting('transaction_read_only')").decode(
                    (String, String).self)
            }
            #expect(rows[0] == ("repeatable read", "on"))
            let error = await #expect(throws: PostgresError.self) {
                try await database.transaction(with: TransactionOptions(isReadOnly: true)) { try $0.execute("CREATE TABLE t (id int)") }
            }
            #expect(error?.refusal?.sqlState == "25006")
        }
    }

    @Test func `that finds no server says so`() async throws {
        let database = Database(DatabaseSettings(name: "test"), chance: { 0 }, address: { "host=/nowhere" })
        let error = await #expect(throws: PostgresError.self) { try await database.transaction { try $0.execute("SELECT 1") } }
        guard case .cannotConnect = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        await database.stop()
    }

    @Test func `runs in the trace of its caller`() async throws {
        try await withDatabase { database, _ in
            let trace = TraceContext(random: Array(1...24))
            let seen = try await TraceContext.$current.withValue(trace) { try await database.transaction { _ in TraceContext.current } }
            #expect(seen == trace)
            let none = try await database.transaction { _ in TraceContext.current }
            #expect(none == nil)
        }
    }

    @Test func `refuses a session that does not wait for the disk`() async throws {
        try await withDatabase { database, _ in
            try await database.transaction { try $0.requireSynchronousCommit() }
            await #expect(throws: PostgresError.unfit(setting: "synchronous_commit", value: "off", wanted: "on")) {
                try await database.transaction { tx in
                    try tx.execute("SET LOCAL synchronous_commit = off")
                    try tx.requireSynchronousCommit()
                }
            }
        }
    }
}
