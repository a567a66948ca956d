import Observability
import Postgres
import TestSupport
import Testing

/// Sends a value, lets the server keep it in a column of a type, and reads it back.
private func roundTrip<Value: PostgresEncodable & PostgresDecodable & Sendable>(
    _ values: [Value], as type: String, _ database: Database
) async throws -> [Value] {
    let name = try #require(SQLIdentifier(type))
    let kept = try #require(SQLIdentifier("kept_\(type)_\(Value.self)".lowercased().filter { $0.isLetter || $0.isNumber || $0 == "_" }))
    return try await database.transaction { tx in
        try tx.execute("CREATE TEMPORARY TABLE \(kept) (place bigint, value \(name)) ON COMMIT DROP")
        for (place, value) in values.enumerated() { try tx.execute("INSERT INTO \(kept) VALUES (\(place), \(value))") }
        return try tx.query("SELECT value FROM \(kept) ORDER BY place").decode(Value.self)
    }
}

@Suite struct `A value` {
    @Test func `of every plain type comes back as it went, at its extremes too`() async throws {
        try await withDatabase { database, _ in
            #expect(try await roundTrip([true, false], as: "bool", database) == [true, false])
            let ints = [0, 1, -1, Int.max, Int.min]
            #expect(try await roundTrip(ints, as: "int8", database) == ints)
            #expect(try await roundTrip(ints.map { Int64($0) }, as: "int8", database) == ints.map { Int64($0) })
            let small = [0, Int32.max, Int32.min]
            #expect(try await roundTrip(small, as: "int4", database) == small)
            let doubles = [0, -0.0, 0.1, .greatestFiniteMagnitude, .leastNonzeroMagnitude, .infinity, -.infinity]
            #expect(try await roundTrip(doubles, as: "float8", database).map(\.bitPattern) == doubles.map(\.bitPattern))
            let nan = try await roundTrip([Double.nan], as: "float8", database)
            #expect(nan[0].isNaN)
            let bytes: [[UInt8]] = [[], [0], Array(0...255)]
            #expect(try await roundTrip(bytes, as: "bytea", database) == bytes)
            let ids = [PersonID(uuid: 0), PersonID(uuid: .max), PersonID(uuid: 1 << 127 | 5)]
            #expect(try await roundTrip(ids, as: "uuid", database) == ids)
            let times = [0, 1, -1, .max, .min, 253_402_300_800_000_000, -200_000_000_000_000_000].map { WallTime(microseconds: $0) }
            #expect(try await roundTrip(times, as: "timestamptz", database) == times)
        }
    }

    @Test(arguments: [
        "", "Ada", "O'Brien \\ \"x\" $1 {a,b} NULL", "Zoë 學習 🪨 e\u{301}", "line\nbreak\ttab", String(repeating: "x", count: 100_000),
    ])
    func `of text comes back byte for byte`(text: String) async throws {
        try await withDatabase { database, _ in
            let back = try await roundTrip([text], as: "text", database)
            #expect(back.map { Array($0.utf8) } == [Array(text.utf8)])
            let array = try await database.transaction { tx in
                try tx.query("SELECT \([text, nil, text])::text[]").first?.decode([String?].self)
            }
            #expect(array == [text, nil, text])
        }
    }

    @Test func `of text becomes what its place asks for`() async throws {
        try await withDatabase { database, _ in
            let row = try await database.transaction { tx in
                try tx.execute("CREATE TYPE mood AS ENUM ('sad', 'glad')")
                return try tx.query(
                    """
                    SELECT \(#"{"a": [1, 2]}"#)::jsonb, \(#"{"a":1}"#)::json, \("glad")::mood, \("12.50")::numeric::text, \("5")::xid8, \("5")::xid8,
                      \("10:20:10,14")::pg_snapshot, \("10:10:")::pg_snapshot, 'name'::name, 'c'::"char"
                    """
                ).first?.decode((String, String, String, String, String, Int64, String, String, String, String).self)
            }
            let got = try #require(row)
            #expect(got.0 == #"{"a": [1, 2]}"#)
            #expect(got.1 == #"{"a":1}"#)
            #expect(got.2 == "glad")
            #expect(got.3 == "12.50")
            #expect(got.4 == "5")
            #expect(got.5 == 5)
            #expect(got.6 == "10:20:10,14")
            #expect(got.7 == "10:10:")
            #expect(got.8 == "name")
            #expect(got.9 == "c")
        }
    }

    @Test func `that is absent is NULL, whatever its type`() async throws {
        try await withDatabase { database, _ in
            let row = try await database.transaction { tx in
                let (number, text, id): (Int?, String?, PersonID?) = (nil, nil, nil)
                let (bytes, list, time): ([UInt8]?, [Int]?, WallTime?) = (nil, nil, nil)
                return try tx.query(
                    """
                    SELECT \(number) IS NULL AND \(text)::text IS NULL AND \(id) IS NULL AND \(bytes) IS NULL AND \(list) IS NULL AND \(time) IS NULL,
                      \(number), \(text)::text, \(id), \(bytes), \(list), \(time)
                    """
                ).first?.decode((Bool, Int?, String?, PersonID?, [UInt8]?, [Int]?, WallTime?).self)
            }
            let got = try #require(row)
            #expect(got.0)
            #expect(got.1 == nil && got.2 == nil && got.3 == nil && got.4 == nil && got.5 == nil && got.6 == nil)
        }
    }

    @Test func `in an array comes back in its place, through unnest too`() async throws {
        try await withDatabase { database, _ in
            let names = ["a", "with \"quotes\"", "back\\slash", "{braces},", "NULL", "", "Zoë 🪨"]
            let ids = (0..<names.count).map { PersonID(uuid: UInt128($0)) }
            let blobs: [[UInt8]] = (0..<names.count).map { Array(repeating: UInt8($0), count: $0) }
            let times = (0..<names.count).map { WallTime(microseconds: Int64($0)) }
            let rows = try await database.transaction { tx in
                let ages: [Int32?] = [1, nil, 3, nil, 5, 6, 7]
                return try tx.query(
                    """
                    SELECT * FROM unnest(\(names), \(ids), \(blobs), \(times), \(ages), \([1.5, 2, 3, 4, 5, 6, 7]),
                      \([true, false, true, true, true, true, true]))
                    """
                ).decode((String, PersonID, [UInt8], WallTime, Int32?, Double, Bool).self)
            }
            #expect(rows.map(\.0) == names)
            #expect(rows.map(\.1) == ids)
            #expect(rows.map(\.2) == blobs)
            #expect(rows.map(\.3) == times)
            #expect(rows.map(\.4) == [1, nil, 3, nil, 5, 6, 7])
            #expect(rows[1].5 == 2)
            #expect(rows[1].6 == false)
            let back = try await database.transaction { tx in
                try tx.query("SELECT \([Int]()), \([1, 2, 3]), \(ids), \(blobs), \(names), ARRAY[]::int[]").first?
                    .decode(([Int], [Int], [PersonID], [[UInt8]], [String], [Int32]).self)
            }
            let got = try #require(back)
            #expect(got.0 == [])
            #expect(got.1 == [1, 2, 3])
            #expect(got.2 == ids)
            #expect(got.3 == blobs)
            #expect(got.4 == names)
            #expect(got.5 == [])
        }
    }
}
