import JSON
import Templates
import Testing

@Suite struct `A message catalogue` {
    private func text(_ message: String, _ arguments: JSON = [:], language: MessageLanguage = .english) throws -> String {
        try MessageCatalogue(language: language, entries: ["key": .string(message)]).text("key", arguments)
    }

    private func reason(_ message: String, _ arguments: JSON = [:]) throws -> MessageError.Reason {
        let error = try #require(throws: MessageError.self) { try self.text(message, arguments) }
        #expect(error.key == "key")
        return error.reason
    }

    @Test func `fills in placeholders`() throws {
        #expect(try self.text("No placeholder, isn't it") == "No placeholder, isn't it")
        #expect(try self.text("{name}: { year }", ["name": "<Ada>", "year": 2026]) == "<Ada>: 2026")
        #expect(try self.text("{a.b}", ["a": ["b": "inner"]]) == "inner")
        #expect(try self.text("It''s '{literal}' and '{it''s}' #", [:]) == "It's {literal} and {it's} #")
    }

    @Test(arguments: [
        (0, "no rows"), (1, "1 row"), (2, "2 rows"), (1234, "1,234 rows"), (12, "a dozen # rows"),
    ])
    func `chooses by number`(count: Int, expected: String) throws {
        let message = "{count, plural, =0 {no rows} =12 {a dozen '#' rows} one {# row} other {# rows}}"
        #expect(try self.text(message, ["count": count.json]) == expected)
    }

    @Test func `chooses within a choice`() throws {
        let message = "{a, plural, one {one {b, plural, one {# b} other {# b's of {name}}}} other {# a}}"
        #expect(try self.text(message, ["a": 1, "b": 3, "name": "Ada"]) == "one 3 b's of Ada")
        #expect(try self.text(message, ["a": 2, "b": 3]) == "2 a")
        #expect(try self.text("{n, plural, other {#}}", ["n": 1]) == "1")
    }

    @Test(arguments: [
        ("0", "0"), ("999", "999"), ("1000", "1,000"), ("299962", "299,962"), ("-1234567", "-1,234,567"), ("-100", "-100"),
        ("1234.5678", "1,234.5678"),
        ("1e6", "1,000,000"), ("1.5e-7", "1.5e-7"),
    ])
    func `writes numbers in groups`(number: String, expected: String) throws {
        #expect(try self.text("{n, number}", ["n": .number(JSONNumber(text: number)!)]) == expected)
    }

    @Test(arguments: [("2026-11-24", "24 November 2026"), ("2024-02-29T23:59:59Z", "29 February 2024"), ("1999-01-01", "1 January 1999")])
    func `writes dates`(date: String, expected: String) throws {
        #expect(try self.text("{d, date}", ["d": .string(date)]) == expected)
    }

    @Test(arguments: [
        "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-01", "2026-04-31", "2026-1-1", "24 November 2026", "2026-11-24x", "+026-11-24",
        "",
    ])
    func `refuses what is no date`(date: String) throws {
        #expect(try self.reason("{d, date}", ["d": .string(date)]) == .notADate("d"))
    }

    @Test func `writes as its language does`() throws {
        let months = [
            "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
        ]
        let spanish = MessageLanguage(
            tag: "es", groupSeparator: ".", decimalSeparator: ",", months: months, datePattern: "{day} de {month} de {year}", singular: [1])
        let arguments: JSON = ["n": 1234.5, "d": "2026-11-24", "c": 2]
        #expect(try self.text("{n, number} · {d, date}", arguments, language: spanish) == "1.234,5 · 24 de noviembre de 2026")
        let french = MessageLanguage(
            tag: "fr", groupSeparator: "\u{202F}", decimalSeparator: ",", months: months, datePattern: "{day}", singular: [0, 1])
        #expect(try self.text("{c, plural, one {ligne} other {lignes}}", ["c": 0], language: french) == "ligne")
    }

    @Test(arguments: [
        ("{", "the name of a placeholder", 2), ("{name", "a closing brace", 6), ("a } b", "an opening brace before this closing one", 3),
        ("{na me}", "a closing brace", 5), ("{n, float}", "number, date or plural", 5),
        ("{n, plural, one {x}}", "the form other {...}", 20),
        ("{n, plural, few {x} other {y}}", "=0, one or other, each once", 13),
        ("{n, plural, one {x} one {y} other {z}}", "=0, one or other, each once", 21),
        ("{n, plural, =x {x} other {z}}", "=0, one or other, each once", 13), ("{n, plural, other {x", "a closing brace", 21),
        ("{n, plural, other x}", "{", 19), ("{}", "the name of a placeholder", 2),
    ])
    func `says what is malformed where`(message: String, expected: String, column: Int) throws {
        #expect(try self.reason(message) == .malformed(expected: expected, column: column))
    }

    @Test func `does not nest plurals deeper than its limit`() throws {
        func nested(_ depth: Int) -> String {
            depth == 0 ? "x" : "{n, plural, other {\(nested(depth - 1))}}"
        }
        #expect(try self.text(nested(4), ["n": 1]) == "x")
        #expect(try self.reason(nested(5)) == .tooDeep(limit: 4))
    }

    @Test func `does not leave holes`() throws {
        #expect(try self.reason("{name}") == .missingArgument("name"))
        #expect(try self.reason("{name}", ["name": nil]) == .missingArgument("name"))
        #expect(try self.reason("{name}", ["name": [:]]) == .missingArgument("name"))
        #expect(try self.reason("{n, number}", ["n": "12"]) == .notANumber("n"))
        #expect(try self.reason("{n, plural, other {x}}", ["n": 1.5]) == .notANumber("n"))
        #expect(try self.reason("{d, date}", ["d": 2026]) == .notADate("d"))
    }

    @Test func `is made of files that do not overlap`() throws {
        let catalogue = try MessageCatalogue(language: .english, entries: ["b.b": "B"], ["a-1.x_Y": "A"])
        #expect(catalogue.keys == ["a-1.x_Y", "b.b"])
        let cases: [(JSON, JSON, MessageError)] = [
            (["a": "A"], ["a": "B"], MessageError(.duplicateKey, key: "a")),
            (["a": "A"], ["a b": "B"], MessageError(.badKey, key: "a b")),
            (["a": "A"], ["b..c": "B"], MessageError(.badKey, key: "b..c")),
            (["a": "A"], ["b": 1], MessageError(.notAText, key: "b")),
            (["a": "A"], ["b"], MessageError(.notAnObject, key: "")),
        ]
        for (one, other, error) in cases {
            #expect(throws: error) { try MessageCatalogue(language: .english, entries: one, other) }
        }
        #expect(throws: MessageError(.unknownKey, key: "c")) { try catalogue.text("c") }
    }
}
