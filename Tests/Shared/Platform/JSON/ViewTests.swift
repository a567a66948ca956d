import JSON
import Testing

@Suite struct `A view of a JSON document` {
    @Test func `finds members and elements`() throws {
        let document = try JSONDocument(parsing: #" {"a": [10, "x\n", null], "b": {"c": false}, "\u0064": 1.5} "#)
        let root = document.root
        #expect(root.kind == .object && root.count == 3 && root["a"]?.count == 3)
        #expect(root["a"]?[0]?.int == 10 && root["a"]?[1]?.string == "x\n" && root["a"]?[2]?.isNull == true)
        #expect(root["a"]?[3] == nil && root["a"]?[-1] == nil && root["x"] == nil && root[0] == nil && root["a"]?["a"] == nil)
        #expect(root["b"]?["c"]?.bool == false && root["d"]?.number?.text == "1.5" && root["d"]?.double == 1.5)
        #expect(root.members.map(\.name) == ["a", "b", "d"])
        #expect(root["a"]?.elements.map(\.kind) == [.number, .string, .null])
    }

    @Test func `finds members among many, escaped ones too`() throws {
        let members = (0..<500).map { "\"k\\u006\($0 % 10)-\($0)\":[\($0)]" }.joined(separator: ",")
        let document = try JSONDocument(parsing: "[{\(members)},{\(members)}]")
        for view in document.root.elements {
            for (name, value) in view.members { #expect(view[name]?.pointer == value.pointer) }
            #expect(view["k`-0"]?[0]?.int == 0 && view["k"] == nil)
        }
        #expect(document.root[1]?["ki-499"]?.pointer == "/1/ki-499")
    }

    @Test func `gives bytes as written and their place`() throws {
        let document = try JSONDocument(parsing: "{\n  \"é\": \"\\u00e9\", \"n\": [ 1 , 2 ]\n}")
        let text = try #require(document.root["é"])
        #expect(String(decoding: text.rawBytes, as: UTF8.self) == "\"\\u00e9\"" && text.position.description == "line 2, column 8")
        let array = try #require(document.root["n"])
        #expect(String(decoding: array.rawBytes, as: UTF8.self) == "[ 1 , 2 ]")
        #expect(array[1]?.position == JSONPosition(offset: array.position.offset + 6, line: 2, column: 29))
        #expect(document.root.rawBytes.count == document.bytes.count)
    }

    @Test func `counts LF, CR and CRLF as one line each`() throws {
        let document = try JSONDocument(parsing: "[\n\r\r\n\n1]")
        #expect(document.root[0]?.position.line == 5)
        #expect(document.position(of: 0).description == "line 1, column 1")
    }
}
