import JSON
import TestSupport
import Testing

@Suite(.enabled(if: SharedFiles.has("standards/vectors/jcs-rfc8785")))
struct `Canonical JSON` {
    static let folder = "standards/vectors/jcs-rfc8785"

    @Test(arguments: ["arrays", "french", "structures", "unicode", "values", "weird"])
    func `has the bytes of RFC 8785's documents`(name: String) throws {
        let input = try JSON(parsing: SharedFiles.bytes("\(Self.folder)/input/\(name).json"))
        #expect(try input.canonicalBytes() == SharedFiles.bytes("\(Self.folder)/output/\(name).json"))
        let hex = try SharedFiles.text("\(Self.folder)/outhex/\(name).txt").split { $0.isWhitespace }.map { UInt8($0, radix: 16) }
        #expect(try input.canonicalBytes() == hex)
    }

    @Test func `writes 10,000 numbers as ECMAScript does`() throws {
        let lines = try SharedFiles.text("\(Self.folder)/es6-numbers-10000.csv").split(separator: "\n")
        #expect(lines.count == 10_000)
        var wrong: [Substring] = []
        for line in lines {
            let parts = line.split(separator: ",")
            let value = Double(bitPattern: try #require(UInt64(parts[0], radix: 16)))
            guard let number = JSONNumber(value), number.text == parts[1], number.double == value else {
                wrong.append(line)
                continue
            }
        }
        #expect(wrong.isEmpty)
    }

    @Test func `writes the numbers of appendix B, and refuses those that are none`() throws {
        let document = try JSON(parsing: SharedFiles.bytes("\(Self.folder)/rfc8785-appendix-b-numbers.json"))
        let rows = try #require(document["numbers"]?.array)
        #expect(rows.count == 26)
        for row in rows {
            let bits = try #require(UInt64(row["ieee754"]?.string ?? "", radix: 16))
            #expect(JSONNumber(Double(bitPattern: bits))?.text == row["json"]?.string)
        }
    }

    @Test(arguments: [
        ("-0", "0"), ("-0.0", "0"), ("1e-999", "0"), ("1.0", "1"), ("123e-20", "1.23e-18"), ("9007199254740993", "9007199254740992"),
    ])
    func `rounds a number to its double`(written: String, canonical: String) throws {
        #expect(try JSON(parsing: written).canonicalBytes() == Array(canonical.utf8))
    }

    @Test func `refuses a number beyond the doubles, and says where it is`() throws {
        let value: JSON = try JSON(parsing: #"{"a":[0,{"b/c":-1e999}]}"#)
        let error = try #require(throws: JSONCanonicalizationError.self) { try value.canonicalBytes() }
        #expect(error.pointer == "/a/1/b~1c")
    }

    @Test func `orders names by UTF-16 code units, not by code points or bytes`() throws {
        // Drawn with a fixed seed from the ranges where the orders differ.
        var random = SeededRandom(8785)
        let ranges: [ClosedRange<UInt32>] = [0x20...0x7E, 0xA0...0x7FF, 0xD000...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF]
        for _ in 0..<200 {
            var object = JSONObject()
            for _ in 0..<8 {
                let scalars = (0..<Int.random(in: 1...3, using: &random)).compactMap { _ in
                    ranges.randomElement(using: &random).flatMap { Unicode.Scalar(UInt32.random(in: $0, using: &random)) }
                }
                object.append(String(String.UnicodeScalarView(scalars)), 0)
            }
            let sorted = try JSON(parsing: JSON.object(object).canonicalBytes()).object?.names
            #expect(sorted == object.names.sorted { Array($0.utf16).lexicographicallyPrecedes(Array($1.utf16)) })
        }
    }
}
