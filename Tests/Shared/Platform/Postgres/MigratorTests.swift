import Postgres
import TestSupport
import Testing

@Suite struct `A migrator` {
    private static let first = Migration(
        name: "0001-person.sql", text: "CREATE TABLE person (id int PRIMARY KEY);\nINSERT INTO person VALUES (1), (2);")
    private static let second = Migration(
        name: "0002-name.sql", text: "ALTER TABLE person ADD name text;\n-- a comment; with a semicolon\nCREATE INDEX ON person (name)")

    private static func migrator(_ database: Database, _ migrations: [Migration], owner: String? = nil) throws -> Migrator {
        let schema = try #require(SQLIdentifier("wallet"))
        return try Migrator(database, schema: schema, owner: owner.flatMap { SQLIdentifier($0) }, migrations: migrations)
    }

    @Test func `applies what is pending, once and in order`() async throws {
        try await withDatabase { database, _ in
            let early = try Self.migrator(database, [Self.first])
            let pending = try await early.pending()
            #expect(pending == ["0001-person.sql"])
            let applied = try await early.run()
            #expect(applied == ["0001-person.sql"])
            let late = try Self.migrator(database, [Self.first, Self.second])
            let lateApplied = try await late.run()
            #expect(lateApplied == ["0002-name.sql"])
            let again = try await late.run()
            #expect(again == [])
            let rest = try await late.pending()
            #expect(rest == [])
            let names = try await database.transaction {
                try $0.query("SELECT count(name), count(*) FROM wallet.person").decode((Int, Int).self)
            }
            #expect(names[0] == (0, 2))
        }
    }

    @Test func `changes nothing when it is only asked what is pending`() async throws {
        try await withDatabase { database, _ in
            _ = try await Self.migrator(database, [Self.first]).pending()
            let count = try await database.transaction { try $0.query("SELECT FROM pg_namespace WHERE nspname = 'wallet'").count }
            #expect(count == 0)
        }
    }

    @Test func `names the file that was edited after it was applied`() async throws {
        try await withDatabase { database, _ in
            _ = try await Self.migrator(database, [Self.first, Self.second]).run()
            let edited = Migration(name: "0001-person.sql", text: Self.first.text + " ")
            await #expect(throws: MigrationError.changed(file: "0001-person.sql")) {
                try await Self.migrator(database, [edited, Self.second]).run()
            }
        }
    }

    @Test func `names the file that the program does not know, and the one that was put in between`() async throws {
        try await withDatabase { database, _ in
            _ = try await Self.migrator(database, [Self.first, Self.second]).run()
            await #expect(throws: MigrationError.unknown(file: "0002-name.sql")) {
                try await Self.migrator(database, [Self.first]).run()
            }
            try await database.transaction { try $0.execute("DELETE FROM wallet.migration WHERE number = 1") }
            await #expect(throws: MigrationError.skipped(file: "0001-person.sql")) {
                try await Self.migrator(database, [Self.first, Self.second]).run()
            }
        }
    }

    @Test func `refuses a list with a hole before it touches the database`() async throws {
        try await withDatabase { database, _ in
            for (name, expected) in [("0003-name.sql", 2), ("2-name.sql", 2), ("0002name.sql", 2), ("0001-name.sql", 2)] {
                #expect(throws: MigrationError.misnumbered(file: name, expected: expected)) {
                    try Self.migrator(database, [Self.first, Migration(name: name, text: "")])
                }
            }
        }
    }

    @Test func `keeps what came before a file that fails, nothing of it, and names its line`() async throws {
        try await withDatabase { database, _ in
            let broken = Migration(name: "0002-broken.sql", text: "CREATE TABLE half (id int);\n\nCREATE TABLE é (id nonsense);")
            let error = await #expect(throws: MigrationError.self) { try await Self.migrator(database, [Self.first, broken]).run() }
            guard case .failed("0002-broken.sql", 3, .refused(let refusal)) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(refusal.sqlState == "42704")
            let tables = try await database.transaction {
                try $0.query("SELECT tablename::text FROM pg_tables WHERE schemaname = 'wallet' ORDER BY 1").decode(String.self)
            }
            #expect(tables == ["migration", "person"])
        }
    }

    @Test func `refuses a file that ends its transaction`() async throws {
        try await withDatabase { database, _ in
            for text in ["CREATE TABLE a (id int); COMMIT; BEGIN; SELECT pg_current_xact_id()", "COMMIT", "ROLLBACK; BEGIN"] {
                let bad = Migration(name: "0001-bad.sql", text: text)
                await #expect(throws: MigrationError.endsTransaction(file: "0001-bad.sql")) {
                    try await Self.migrator(database, [bad]).run()
                }
            }
        }
    }

    @Test func `lets two of its kind take turns`() async throws {
        try await withDatabase(size: 4) { database, _ in
            let slow = Migration(name: "0001-slow.sql", text: "CREATE TABLE slow (id int); SELECT pg_sleep(0.2)")
            let migrator = try Self.migrator(database, [slow, Self.first.renamed("0002-person.sql")])
            let all = try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<4 { group.addTask { try await migrator.run() } }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(all.sorted() == ["0001-slow.sql", "0002-person.sql"])
        }
    }

    @Test func `makes everything as the owner, in the owner's schema`() async throws {
        let template = TestTemplate("migrator", roles: ["migrator_test_owner"])
        try await withDatabase(template) { database, _ in
            _ = try await Self.migrator(database, [Self.first], owner: "migrator_test_owner").run()
            let owners = try await database.transaction {
                try $0.query("SELECT DISTINCT tableowner::text FROM pg_tables WHERE schemaname = 'wallet'").decode(String.self)
            }
            #expect(owners == ["migrator_test_owner"])
        }
    }
}

extension Migration {
    fileprivate func renamed(_ name: String) -> Migration { Migration(name: name, text: self.text) }
}
