import TestSupport
import Testing

@testable import Postgres

@Suite struct `A statement` {
    @Test(arguments: ["'; DROP TABLE t; --", "x') RETURNING pg_sleep(10); --", "$1", "\\'; DELETE FROM t", "') OR ('1' = '1"])
    func `never takes a value for a part of itself`(text: String) async throws {
        try await withDatabase { database, _ in
            let (found, left) = try await database.transaction { tx in
                try tx.execute("CREATE TABLE t (name text)")
                try tx.execute("INSERT INTO t VALUES (\(text)), ('other')")
                let found = try tx.query("SELECT name FROM t WHERE name = \(text)").decode(String.self)
                return (found, try tx.query("SELECT count(*) FROM t").first?.decode(Int.self))
            }
            #expect(found == [text])
            #expect(left == 2)
        }
    }

    @Test(arguments: ["t; DROP TABLE t", "T", "1t", "t\"", "t.u", "", "é", String(repeating: "t", count: 64)])
    func `takes no name that is more than a name`(name: String) {
        #expect(SQLIdentifier(name) == nil)
    }

    @Test func `takes a name from configuration, a reserved word too`() async throws {
        try await withDatabase { database, _ in
            let name = try #require(SQLIdentifier("order"))
            let count = try await database.transaction { tx in
                try tx.execute("CREATE SCHEMA \(name)")
                try tx.execute("CREATE TABLE \(name).\(name) (id int)")
                return try tx.execute("INSERT INTO \(name).\(name) VALUES (1), (2)")
            }
            #expect(count == 2)
        }
    }

    @Test func `counts the values of its parts on`() async throws {
        try await withDatabase { database, _ in
            let row = try await database.transaction { tx in
                let part: SQL = "\(2) + \(3)"
                return try tx.query("SELECT \(1), \(part), '$1', \(part) * \(10)").first?.decode((Int, Int, String, Int).self)
            }
            let got = try #require(row)
            #expect(got == (1, 5, "$1", 32))
        }
    }

    @Test func `has at most 65,535 values`() async throws {
        try await withDatabase { database, _ in
            let fitting = SQL.array(of: SQL.parameterLimit)
            let length = try await database.transaction { try $0.query(fitting).first?.decode(Int.self) }
            #expect(length == SQL.parameterLimit)
            let tooMany = SQL.array(of: SQL.parameterLimit + 1)
            await #expect(throws: PostgresError.limitReached(name: "values in one statement", limit: 65_535)) {
                try await database.transaction { try $0.execute(tooMany) }
            }
        }
    }

    @Test func `refuses text that PostgreSQL can't hold, before it is sent`() async throws {
        try await withDatabase { database, _ in
            await #expect(throws: PostgresError.unencodable(position: 2, reason: "PostgreSQL's text can't hold a zero byte")) {
                try await database.transaction { try $0.execute("SELECT \(1), \("a\0b")::text") }
            }
        }
    }

    @Test func `says which column is not what it is taken for, and not what is in it`() async throws {
        try await withDatabase { database, _ in
            func failure<T: PostgresDecodable & Sendable>(_ sql: SQL, _ type: T.Type) async -> String {
                do {
                    _ = try await database.transaction { try $0.query(sql).decode(type) }
                    return "none"
                } catch { return "\(error)" }
            }
            #expect(
                await failure("SELECT 'secret' AS mail", Int.self)
                    == "column mail (1) of type text can't be read as Int: the types do not fit")
            #expect(
                await failure("SELECT NULL::text AS mail", String.self)
                    == "column mail (1) of type text can't be read as String: it is NULL")
            #expect(
                await failure("SELECT ARRAY[1, NULL] AS ages", [Int].self)
                    == "column ages (1) of type integer can't be read as Int: it is NULL")
            #expect(await failure("SELECT 1.5 AS share", String.self).hasSuffix("a cast to text in the statement would"))
            #expect(await failure("SELECT 9223372036854775808::text::xid8 AS x", Int.self).hasSuffix("it is too large"))
            #expect(await failure("SELECT ARRAY[[1],[2]] AS m", [Int].self).hasSuffix("it is no array of one dimension"))
        }
    }

    @Test func `that gives another number of columns than is read is an error`() async throws {
        try await withDatabase { database, _ in
            let error = await #expect(throws: PostgresError.self) {
                try await database.transaction { _ = try $0.query("SELECT 1, 2").decode(Int.self) }
            }
            guard case .undecodable(_, _, _, "the row has 2 columns, not 1") = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }
}

extension SQL {
    /// An array of so many values, made without the literal that would take the compiler a day.
    fileprivate static func array(of count: Int) -> SQL {
        var parameters = Parameters()
        for number in 0..<count { parameters.append(number) }
        let places = (1...count).map { "$\($0)" }.joined(separator: ",")
        return SQL(trusted: "SELECT array_length(ARRAY[\(places)], 1)", parameters: parameters)
    }
}
