import Glibc
import JSON
import TestSupport
import Testing

@Suite struct `A JSON parser` {
    private func error(_ text: String, limits: JSONLimits = .standard) throws -> JSONError {
        try #require(throws: JSONError.self) { try JSON(parsing: text, limits: limits) }
    }

    @Test func `keeps order, numbers and texts as written`() throws {
        let text = #"{"z":1.50,"a":[-0,1E+2,""],"é":null,"deep":{"\"":true}}"#
        #expect(try JSON(parsing: text).description == text)
    }

    @Test(arguments: [
        #"{"a":1,"a":2}"#, #"{"x":0,"a":1,"b":2,"\u0061":3}"#, #"{"":1,"":2}"#, #"{"\u00e9":1,"é":2}"#, #"[{"b":{"ab":1,"\u0061b":2}}]"#,
    ])
    func `refuses a duplicate name, however it is escaped`(text: String) throws {
        #expect(try self.error(text).reason == .duplicateName)
    }

    @Test func `keeps names apart that only look alike`() throws {
        let value = try JSON(parsing: #"{"\u00e9":1,"e\u0301":2}"#)
        #expect(value["\u{e9}"] == 1)
        #expect(value["e\u{301}"] == 2)
    }

    @Test func `refuses a duplicate among many names`() throws {
        let names = (0..<1000).map { "\"name\($0)\":\($0)" }.joined(separator: ",")
        #expect(try JSON(parsing: "{\(names)}").object?.count == 1000)
        let error = try self.error("{\(names),\n \"n\\u0061me500\":0}")
        #expect(error.reason == .duplicateName)
        #expect((error.line, error.column) == (2, 2))
    }

    @Test func `takes time by the number of members, not by its square`() throws {
        // The processor's time of this thread: what else the machine does must not count.
        func time(_ count: Int) throws -> Int {
            let text = Array("{\((0..<count).map { "\"member-\($0)\":\($0)" }.joined(separator: ","))}".utf8)
            let start = Self.threadNanoseconds()
            let object = try #require(JSON(parsing: text).object)
            let found = object.reduce(0) { object[$1.name]?.int == $1.value.int ? $0 + 1 : $0 }
            #expect(found == count)
            return Self.threadNanoseconds() - start
        }
        // Ten times as many members: ten times as long, where a quadratic parser or look-up would take a hundred times.
        #expect(try time(10_000) < time(1000) * 40)
        #expect(try time(100_000) > 0)
    }

    private static func threadNanoseconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }

    @Test func `pairs surrogates`() throws {
        #expect(try JSON(parsing: #""\ud834\udd1e\u0000\/""#) == "\u{1D11E}\0/")
        for text in [#""\ud834""#, #""\ud834\u0041""#, #""\udd1e""#, #""\ud834x""#, #""\ud834\ud834""#] {
            #expect(try self.error(text).reason == .loneSurrogate)
        }
    }

    @Test func `says what is wrong where`() throws {
        let cases: [(String, JSONError.Reason, line: Int, column: Int, pointer: JSONPointer)] = [
            ("", .unexpectedEnd(expected: "a value"), 1, 1, ""),
            ("{\n  \"ä\": [1, 2,\r\n\t}", .unexpected(expected: "a value"), 3, 2, "/ä/2"),
            ("{\"é\": x}", .unexpected(expected: "a value"), 1, 7, "/é"),
            ("[1 2]", .unexpected(expected: "a comma or ]"), 1, 4, "/0"),
            ("{\"a\" 1}", .unexpected(expected: "a colon"), 1, 6, "/a"),
            ("{\"a\":{\"b\":[[],{\"c\":01}]}}", .unexpected(expected: "a comma or }"), 1, 21, "/a/b/1/c"),
            ("{} {}", .trailingContent, 1, 4, ""),
            ("\u{FEFF}{}", .byteOrderMark, 1, 1, ""),
            ("[\"a\tb\"]", .controlCharacter, 1, 4, "/0"),
            ("[\"\\x\"]", .invalidEscape, 1, 3, "/0"),
            ("[tru]", .unexpected(expected: "true, false or null"), 1, 5, "/0"),
            ("[-]", .unexpected(expected: "a digit"), 1, 3, "/0"),
            ("{\"a\":1,}", .unexpected(expected: "a member's name in quotes"), 1, 8, "/a"),
            ("{\"a\":1,\"b\":{\"c\":1,\"c\":2}}", .duplicateName, 1, 19, "/b/c"),
        ]
        for (text, reason, line, column, pointer) in cases {
            let error = try self.error(text)
            #expect(error.reason == reason, "\(text)")
            #expect(error.line == line && error.column == column, "\(text): \(error)")
            #expect(error.pointer == pointer, "\(text)")
        }
        let sentence = try self.error("{\"steps\": [1 2]}").description
        #expect(sentence == "line 1, column 14: a comma or ] is expected here (at /steps/0)")
    }

    @Test func `finds the first byte that is not UTF-8`() throws {
        let error = try #require(throws: JSONError.self) { try JSON(parsing: Array("[\"ab".utf8) + [0xC3, 0x28] + Array("\"]".utf8)) }
        #expect(error.reason == .invalidUTF8)
        #expect(error.offset == 4)
    }

    @Test func `stays within its limits`() throws {
        let limits = JSONLimits(maxBytes: 60, maxDepth: 3, maxNodes: 7, maxNumberBytes: 5)
        #expect(try JSON(parsing: "[[[12345]]]", limits: limits) == [[[12345]]])
        #expect(try self.error("[[[[]]]]", limits: limits).reason == .tooDeep(limit: 3))
        #expect(try self.error("[123456]", limits: limits).reason == .numberTooLong(limit: 5))
        #expect(try JSON(parsing: "[1,2,3,4,5,6]", limits: limits).array?.count == 6)
        #expect(try self.error("[1,2,3,4,5,6,7]", limits: limits).reason == .tooManyNodes(limit: 7))
        #expect(try self.error("{\"a\":1,\"b\":2,\"c\":3,\"d\":4}", limits: limits).reason == .tooManyNodes(limit: 7))
        let sixty = "\"" + String(repeating: "x", count: 58) + "\""
        #expect(try JSON(parsing: sixty, limits: limits).string?.count == 58)
        #expect(try self.error(sixty + " ", limits: limits).reason == .tooManyBytes(limit: 60))
        #expect(throws: JSONError.self) { try JSON(parsing: Array((sixty + "  ").utf8).span, limits: limits) }
    }

    @Test func `has limits by default that hold against 100,000 brackets`() throws {
        for bracket in ["[", "{\"a\":", "[{\"a\":"] {
            let text = String(repeating: bracket, count: 100_000)
            #expect(try self.error(text).reason == .tooDeep(limit: 64))
            let deepest = JSONLimits(maxDepth: .max)
            #expect(try self.error(text, limits: deepest).reason == .tooDeep(limit: JSONLimits.deepest))
        }
        let full = String(repeating: "[", count: JSONLimits.deepest) + String(repeating: "]", count: JSONLimits.deepest)
        let deepest = try JSON(parsing: full, limits: JSONLimits(maxDepth: .max))
        #expect(deepest.description == full && deepest == deepest.array.map(JSON.array))
        #expect(try deepest.canonicalBytes() == Array(full.utf8))
        #expect(deepest.pretty().split { $0.isWhitespace }.joined() == full)
    }

    @Test func `takes damaged text for what it is, without coming to harm`() throws {
        var random = SeededRandom(8259)
        let whole = Array(#"{"a":[1.5e-3,"x\n\ud834\udd1e",null,{"b":true,"c":[]}],"é":"語","d":{"e":"\/"},"f":-0}"#.utf8)
        let pieces = ["\"", "\\", "{", "}", "[", "]", ",", ":", "\\u", "\\ud800", "0", "-", "e", ".", "\u{0}", "\u{FEFF}", "é", " "].map {
            Array($0.utf8)
        }
        var accepted = 0
        for _ in 0..<5000 {
            var text = whole
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let at = Int.random(in: 0..<text.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: text.remove(at: at)
                case 1: text[at] = UInt8.random(in: .min ... .max, using: &random)
                default: text.insert(contentsOf: pieces.randomElement(using: &random) ?? [], at: at)
                }
            }
            do throws(JSONError) {
                let value = try JSON(parsing: text)
                #expect(try JSON(parsing: value.bytes()) == value)
                accepted += 1
            } catch {
                #expect(error.offset <= text.count)
            }
        }
        // Damage inside a string or a number often leaves JSON: both ways are tried.
        #expect(accepted > 100 && accepted < 4900)
    }

    @Test func `reads back what is written, whatever it is`() throws {
        var random = SeededRandom(20_261_124)
        for _ in 0..<500 {
            let value = JSON.random(depth: 4, using: &random)
            #expect(try JSON(parsing: value.bytes()) == value)
            #expect(try JSON(parsing: value.pretty()) == value)
            #expect(try JSON(parsing: value.bytes()).bytes() == value.bytes())
        }
    }
}

extension JSON {
    /// Any value, with more hostile texts than life has.
    fileprivate static func random(depth: Int, using random: inout SeededRandom) -> JSON {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 5), using: &random) {
        case 0: return .null
        case 1: return .bool(.random(using: &random))
        case 2: return .number(JSONNumber(Int.random(in: .min ... .max, using: &random)))
        case 3: return JSONNumber(Double(bitPattern: random.next())).map(JSON.number) ?? .null
        case 4: return .string(Self.randomText(using: &random))
        case 5: return .array((0..<Int.random(in: 0..<6, using: &random)).map { _ in Self.random(depth: depth - 1, using: &random) })
        default:
            var object = JSONObject()
            for _ in 0..<Int.random(in: 0..<24, using: &random) {
                object.append(Self.randomText(using: &random), Self.random(depth: depth - 2, using: &random))
            }
            return .object(object)
        }
    }

    private static func randomText(using random: inout SeededRandom) -> String {
        let alphabet: [Unicode.Scalar] = [
            "a", "\"", "\\", "/", "\0", "\n", "\u{1f}", "\u{7f}", "é", "\u{301}", "\u{2028}", "語", "\u{10FFFF}",
        ]
        let length = Int.random(in: 0..<20, using: &random)
        return String(String.UnicodeScalarView((0..<length).compactMap { _ in alphabet.randomElement(using: &random) }))
    }
}
