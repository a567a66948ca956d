import Configuration
import Testing

@Suite struct `A YAML document` {
    @Test func `keeps texts as they stand, with their places`() throws {
        let document = try YAMLDocument(
            parsing: "# comment\ntopics:\n  - name: cairn.role.v1\n    count: 06\n    \"quoted\": \"null\"\nempty:\n")
        let topic = try #require(document.root["topics"].items().first)
        #expect(try topic["name"].text() == "cairn.role.v1")
        #expect(try topic["name"].place == YAMLPlace(line: 3, column: 11))
        #expect(try topic["count"].text() == "06")
        #expect(try topic["count"].int() == 6)
        #expect(try topic["quoted"].text() == "null")
        #expect(try document.root["empty"].isNull)
    }

    @Test func `that is empty is an empty mapping`() throws {
        for text in ["", "\n", "# nothing\n", "---\n"] { _ = try YAMLDocument(parsing: text) }
        #expect(try YAMLDocument(parsing: "").root.members().isEmpty)
    }

    @Test(arguments: [
        ("a: 1\nb: 2\na: 3\n", 3, 1, "stands twice, first in line 1"), ("a: &x 1\n", 1, 4, "anchors"), ("a: *x\n", 1, 4, "aliases"),
        ("a:\n  <<: {b: 1}\n", 2, 3, "merge keys"), ("a: !!str 1\n", 1, 4, "tags"), ("a: !mine 1\n", 1, 4, "tags"),
        ("a: 1\n---\nb: 1\n", 2, 1, "second document"),
        ("? [a]\n: 1\n", 1, 3, "name should be a text"), ("a: [1, 2\n", 2, 1, "did not find expected"), ("a: 'x\n", 2, 1, "unexpected end"),
        ("a:\n\t- 1\n", 2, 1, "cannot start any token"), ("a: 1\n b: 2\n", 2, 3, "mapping values are not allowed"),
    ])
    func `with a fault names its place`(text: String, line: Int, column: Int, part: String) throws {
        let error = try #require(throws: YAMLError.self) { try YAMLDocument(parsing: text) }
        #expect(error.place == YAMLPlace(line: line, column: column), "\(error)")
        #expect(error.description.contains(part))
    }

    @Test func `is UTF-8`() throws {
        #expect(throws: YAMLError.self) { try YAMLDocument(parsing: [0x61, 0x3A, 0x20, 0xFF, 0x0A]) }
        #expect(try YAMLDocument(parsing: "a: é\n").root["a"].text() == "é")
    }

    @Test func `is limited in size, depth and number of values`() throws {
        #expect(throws: YAMLError.self) { try YAMLDocument(parsing: [UInt8](repeating: 0x20, count: YAMLDocument.sizeLimit + 1)) }
        let depth = YAMLDocument.depthLimit
        _ = try YAMLDocument(parsing: String(repeating: "[", count: depth) + String(repeating: "]", count: depth))
        let deep = try #require(throws: YAMLError.self) {
            try YAMLDocument(parsing: String(repeating: "[", count: depth + 2) + String(repeating: "]", count: depth + 2))
        }
        #expect(deep.description.contains("deep"))
        _ = try YAMLDocument(parsing: "[" + String(repeating: "1,", count: YAMLDocument.nodeLimit - 1) + "]")
        #expect(throws: YAMLError.self) { try YAMLDocument(parsing: "[" + String(repeating: "1,", count: YAMLDocument.nodeLimit) + "]") }
    }

    @Test func `says what it found instead of what was wanted`() throws {
        let root = try YAMLDocument(parsing: "name: x\nlist: [1]\n").root
        #expect(throws: YAMLError(YAMLPlace(line: 1, column: 7), "here should be a whole number, but there is \"x\"")) {
            try root["name"].int()
        }
        #expect(throws: YAMLError(YAMLPlace(line: 1, column: 7), "here should be a list, but there is \"x\"")) { try root["name"].items() }
        #expect(throws: YAMLError(YAMLPlace(line: 2, column: 7), "here should be a text, but there is a list")) { try root["list"].text() }
        #expect(throws: YAMLError(YAMLPlace(line: 1, column: 1), "\"count\" is missing here")) { try root["count"] }
        #expect(throws: YAMLError(YAMLPlace(line: 1, column: 1), "\"name\" is not known here; did you mean \"names\"?")) {
            try root.checkNames(["names", "list"])
        }
    }
}
