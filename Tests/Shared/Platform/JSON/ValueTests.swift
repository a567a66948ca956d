import JSON
import Testing

@Suite struct `A JSON value` {
    @Test func `is written as literals`() {
        let value: JSON = ["name": "Ada", "age": 36, "score": 1.5, "tags": ["a", nil, true], "none": [:]]
        #expect(value.description == #"{"name":"Ada","age":36,"score":1.5,"tags":["a",null,true],"none":{}}"#)
        let until: JSON? = nil
        #expect(JSON.object(omittingNil: ["a": 1, "until": until, "b": nil, "c": .null]) == ["a": 1, "c": nil])
    }

    @Test func `is reached by names and indexes`() {
        let value: JSON = ["a": [1, ["b": "c"]], "t": true]
        #expect(value["a"]?[1]?["b"]?.string == "c")
        #expect(value["a"]?[0]?.int == 1)
        #expect(value["a"]?[2] == nil && value["a"]?[-1] == nil && value["x"] == nil && value[0] == nil && value["a"]?["b"] == nil)
        #expect(value["t"]?.bool == true && value["t"]?.string == nil && value["a"]?.object == nil && value["a"]?.array?.count == 2)
    }

    @Test func `is equal whatever the order of members, and unequal by bytes`() {
        let one: JSON = ["a": 1, "b": ["x": 1, "y": 2]]
        let other: JSON = ["b": ["y": 2, "x": 1], "a": 1]
        #expect(one == other && one.hashValue == other.hashValue)
        #expect(one != ["a": 1, "b": ["x": 1, "y": 3]] && one != ["a": 1, "c": ["x": 1, "y": 2]] && one != ["a": 1])
        #expect(JSON.string("\u{e9}") != JSON.string("e\u{301}"))
        #expect(JSON.number(JSONNumber(text: "1.0")!) != 1)
    }

    @Test func `is escaped no more than it must be`() {
        #expect(
            JSON.string("\u{0}\u{8}\t\n\u{b}\u{c}\r\u{1f}\"\\/\u{7f}é\u{2028}😀").description
                == "\"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f\\\"\\\\/\u{7f}é\u{2028}😀\"")
    }

    @Test func `is pretty for people`() {
        let value: JSON = ["a": [1, [:], []], "b": ["c": nil]]
        #expect(
            value.pretty() == """
                {
                  "a": [
                    1,
                    {},
                    []
                  ],
                  "b": {
                    "c": null
                  }
                }
                """)
    }
}

@Suite struct `A JSON number` {
    @Test(arguments: [
        ("0", 0), ("-0", 0), ("3.0", 3), ("0.3e1", 3), ("-120e-1", -12), ("1E2", 100), ("0e99999999999999999999", 0), ("0.000", 0),
        ("9223372036854775807", .max), ("-9223372036854775808", .min), ("9.223372036854775807e18", .max), ("92233720368547758070e-1", .max),
    ])
    func `is whole when its value is, however written`(text: String, value: Int) throws {
        #expect(try #require(JSONNumber(text: text)).int == value)
    }

    @Test(arguments: [
        "0.5", "1e-1", "9223372036854775808", "-9223372036854775809", "1e19", "1e99999999999999999999", "1e-99999999999999999999",
    ])
    func `is not whole when it has a fraction or does not fit`(text: String) throws {
        #expect(try #require(JSONNumber(text: text)).int == nil)
    }

    @Test(arguments: ["", "-", "01", "+1", "1.", ".5", "1e", "1e+", "0x1", "NaN", "Infinity", " 1", "1 ", "１"])
    func `keeps to the grammar`(text: String) {
        #expect(JSONNumber(text: text) == nil)
    }

    @Test func `is finite, and no longer than its limit`() {
        #expect(JSONNumber(Double.nan) == nil && JSONNumber(-Double.infinity) == nil)
        #expect(JSONNumber(text: "1e999")?.double == .infinity)
        #expect(
            JSONNumber(text: String(repeating: "9", count: 1000)) != nil && JSONNumber(text: String(repeating: "9", count: 1001)) == nil)
        #expect(
            JSONNumber(0.1)?.text == "0.1" && JSONNumber(100.0)?.text == "100" && JSONNumber(UInt64.max).text == "18446744073709551615")
    }
}

@Suite struct `A JSON object` {
    /// Few members, and so many that there is a table.
    @Test(arguments: [3, 16, 17, 100])
    func `keeps its members in order while they change`(count: Int) {
        var object = JSONObject()
        for number in 0..<count {
            let isNew = object.append("n\(number)", .number(JSONNumber(number)))
            #expect(isNew)
        }
        let changes = [
            object.append("n1", nil), object.replace("x", with: nil), object.remove("x") != nil, object.replace("n0", with: "new"),
        ]
        #expect(changes == [false, false, false, true])
        #expect(object["n0"] == "new" && object["n1"] == 1)
        object["n1"] = nil
        #expect(object["n1"] == nil && object.count == count - 1)
        object["n1"] = "again"
        object["n2"] = "two"
        #expect(object.names == ["n0"] + (2..<count).map { "n\($0)" } + ["n1"])
        let removed = object.remove("n2")
        #expect(removed == "two" && object["n2"] == nil && object["n1"] == "again")
        for (name, value) in object { #expect(object[name] == value) }
        #expect(object.first?.name == "n0" && object.last?.name == "n1" && object.endIndex == count - 1)
    }

    @Test func `is the same object however it came about`() {
        var grown = JSONObject()
        for number in 0..<40 { grown.append("n\(number)", 0) }
        for number in 20..<40 { grown.remove("n\(number)") }
        var small = JSONObject()
        for number in (0..<20).reversed() { small.append("n\(number)", 0) }
        #expect(grown == small && grown.hashValue == small.hashValue)
    }
}
