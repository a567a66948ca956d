import JSON
import Testing

/// A request body such as a route reads.
private struct Order: JSONDecodable, JSONEncodable, Equatable {
    enum Urgency: String, CaseIterable, JSONDecodable, JSONEncodable { case low, high }
    struct Line: JSONDecodable, JSONEncodable, Equatable {
        let code: String
        let count: Int
    }

    let name: String
    let urgency: Urgency
    let until: String?
    let lines: [Line]

    init(name: String, urgency: Urgency, until: String?, lines: [Line]) {
        self.name = name
        self.urgency = urgency
        self.until = until
        self.lines = lines
    }

    init(from json: JSONView) throws(JSONDecodingError) {
        let body = try JSONReader(json, requiring: "name", "urgency", "lines")
        self.name = try body.required("name")
        self.urgency = try body.required("urgency")
        self.until = try body.optional("until")
        self.lines = try body.required("lines")
        try body.finish()
    }

    var json: JSON {
        .object(omittingNil: ["name": self.name.json, "urgency": self.urgency.json, "until": self.until?.json, "lines": self.lines.json])
    }
}

extension Order.Line {
    init(from json: JSONView) throws(JSONDecodingError) {
        let line = try JSONReader(json)
        self.code = try line.required("code")
        self.count = try line.required("count")
        try line.finish()
    }

    var json: JSON { ["code": .string(self.code), "count": self.count.json] }
}

@Suite struct `Reading Swift types from JSON` {
    private func error<Value: JSONDecodable>(_ text: String, _ type: Value.Type = Order.self) throws -> JSONDecodingError {
        try #require(throws: JSONDecodingError.self) { try JSONDocument(parsing: text).decode(type) }
    }

    @Test func `gives back what was written`() throws {
        let order = Order(name: "Ada", urgency: .high, until: nil, lines: [Order.Line(code: "X1", count: 2)])
        #expect(order.json.description == #"{"name":"Ada","urgency":"high","lines":[{"code":"X1","count":2}]}"#)
        #expect(try JSONDocument(parsing: order.json.bytes()).decode(Order.self) == order)
        let withNull = #"{"until":null,"lines":[],"name":"Ada","urgency":"low"}"#
        #expect(try JSONDocument(parsing: withNull).decode() == Order(name: "Ada", urgency: .low, until: nil, lines: []))
    }

    @Test func `names all missing members at once`() throws {
        let error = try self.error("\n {\"urgency\":\"low\"}")
        #expect(error.issues.map(\.pointer) == ["/name", "/lines"])
        #expect(error.issues.allSatisfy { $0.kind == .missing })
        #expect(error.issues[0].description == "/name is missing in the object at line 2, column 2")
    }

    @Test func `names all unknown members at once, unless they are to be ignored`() throws {
        let text = #"{"name":"Ada","nmae":1,"urgency":"low","lines":[],"x/y":{}}"#
        let error = try self.error(text)
        #expect(error.issues.map(\.pointer) == ["/nmae", "/x~1y"])
        #expect(error.issues[0].kind == .unknown && error.issues[0].position.column == 15)
        #expect(error.issues[1].description == "/x~1y (line 1, column 51) is not known here; take it out or correct its name")
        #expect(try JSONDocument(parsing: text).decode(Order.self, unknownMembers: .ignored).name == "Ada")
    }

    @Test func `refuses or ignores unknown members in inner objects alike`() throws {
        let text = #"{"name":"Ada","urgency":"low","lines":[{"code":"a","count":1,"new":0}]}"#
        #expect(try self.error(text).issues.map(\.pointer) == ["/lines/0/new"])
        #expect(try JSONDocument(parsing: text).decode(Order.self, unknownMembers: .ignored).lines.count == 1)
    }

    @Test func `names all wrong elements of an array, without their content`() throws {
        let lines = #"[{"code":"secret","count":"secret"},{"code":"b","count":1},{"code":"c"},7]"#
        let error = try self.error(#"{"name":"Ada","urgency":"low","lines":\#(lines)}"#)
        #expect(error.issues.map(\.pointer) == ["/lines/0/count", "/lines/2/count", "/lines/3"])
        #expect(error.issues[0].kind == .mismatch(expected: "a whole number of at most 64 bits", found: .string))
        #expect(error.issues[2].description == "/lines/3 (line 1, column 111) must be an object and is a number")
        #expect(!error.description.contains("secret"))
        #expect(
            try self.error(#"{"name":"Ada","urgency":"secret","lines":[]}"#).description
                == "/urgency (line 1, column 25) must be one of low, high and is a string")
    }

    @Test func `stops at its limit of issues`() throws {
        let many = Array(repeating: "1", count: 50).joined(separator: ",")
        #expect(try self.error("[\(many)]", [String].self).issues.count == JSONDecodingError.maxIssues)
        let members = (0..<50).map { "\"m\($0)\":0" }.joined(separator: ",")
        #expect(try self.error("{\"code\":\"a\",\"count\":1,\(members)}", Order.Line.self).issues.count == JSONDecodingError.maxIssues)
    }

    @Test func `reads the basic types and nothing that only resembles them`() throws {
        #expect(try JSONDocument(parsing: "[1,2.0,3e2]").decode([Int].self) == [1, 2, 300])
        #expect(try JSONDocument(parsing: "[1,-2.5]").decode([Double].self) == [1, -2.5])
        #expect(try JSONDocument(parsing: "[true,false]").decode([Bool].self) == [true, false])
        #expect(try JSONDocument(parsing: "[1.50,{}]").decode(JSON.self).description == "[1.50,{}]")
        #expect(try JSONDocument(parsing: "1.50").decode(JSONNumber.self).text == "1.50")
        #expect(try JSONDocument(parsing: "{\"b\":1,\"a\":2}").decode(JSONObject.self).names == ["b", "a"])
        #expect(try self.error("[]", JSONObject.self).issues.count == 1)
        #expect(
            try self.error("1.5", Int.self).description
                == "the document (line 1, column 1) must be a whole number of at most 64 bits and is a number")
        #expect(try self.error("1e999", Double.self).issues.count == 1)
        #expect(try self.error("1", Bool.self).issues.count == 1)
        #expect(try self.error("null", String.self).issues.count == 1)
        #expect(try self.error("\"1\"", JSONNumber.self).issues.count == 1)
        #expect(try self.error("{}", [Int].self).issues.count == 1)
    }

    @Test func `cuts the names of hostile input in its messages`() throws {
        let name = String(repeating: "n", count: 100_000)
        #expect(try self.error("{\"code\":\"a\",\"count\":1,\"\(name)\":0}", Order.Line.self).description.count < 400)
        let syntax = try #require(throws: JSONError.self) { try JSON(parsing: "{\"\(name)\":}") }
        #expect(syntax.description.count < 400 && syntax.pointer.tokens == [name])
    }
}
