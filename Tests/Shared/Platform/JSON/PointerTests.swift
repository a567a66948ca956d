import JSON
import Testing

@Suite struct `A JSON pointer` {
    /// RFC 6901 §5.
    static let document = #"{"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8}"#

    static let examples: [(String, String)] = [
        ("", document), ("/foo", #"["bar","baz"]"#), ("/foo/0", #""bar""#), ("/", "0"), ("/a~1b", "1"), ("/c%d", "2"), ("/e^f", "3"),
        ("/g|h", "4"), ("/i\\j", "5"), ("/k\"l", "6"), ("/ ", "7"), ("/m~0n", "8"),
    ]

    @Test(arguments: Self.examples)
    func `leads to what RFC 6901 says`(text: String, value: String) throws {
        let pointer = try JSONPointer(parsing: text)
        #expect(try JSON(parsing: Self.document)[pointer: pointer]?.description == value)
        let view = try #require(JSONDocument(parsing: Self.document).root[pointer: pointer])
        #expect(view.json.description == value)
        #expect(view.pointer == pointer)
        #expect(pointer.description == text)
    }

    @Test(arguments: ["/foo/2", "/foo/-", "/foo/00", "/foo/01", "/foo/-1", "/foo/+1", "/foo/1e0", "/foo/", "/foo/0/x", "/Foo", "/m~0n/0"])
    func `leads nowhere when nothing is there`(text: String) throws {
        let pointer = try JSONPointer(parsing: text)
        #expect(try JSON(parsing: Self.document)[pointer: pointer] == nil)
        #expect(try JSONDocument(parsing: Self.document).root[pointer: pointer] == nil)
    }

    @Test func `is refused when it is malformed`() {
        #expect(throws: JSONPointerError.noLeadingSlash) { try JSONPointer(parsing: "foo") }
        #expect(throws: JSONPointerError.badEscape(offset: 2)) { try JSONPointer(parsing: "/a~") }
        #expect(throws: JSONPointerError.badEscape(offset: 2)) { try JSONPointer(parsing: "/a~2/b") }
        #expect(throws: JSONPointerError.badEscape(offset: 1)) { try JSONPointer(parsing: "/~~0") }
    }

    @Test func `grows by names and indexes`() {
        var pointer = JSONPointer.root
        pointer.append("steps")
        pointer.append(3)
        #expect(pointer == "/steps/3")
        #expect(pointer.appending("a/b~").appending(0).description == "/steps/3/a~1b~0/0")
    }

    @Test func `tells names apart by their bytes`() {
        #expect(JSONPointer(["\u{e9}"]) != JSONPointer(["e\u{301}"]))
        #expect(Set([JSONPointer(["\u{e9}"]), JSONPointer(["e\u{301}"]), JSONPointer(["\u{e9}"])]).count == 2)
    }

    @Test func `is given for every value of a document`() throws {
        let document = try JSONDocument(parsing: #"{"a":[{},[],{"b":{"c":[1,[2,3]]}}],"d":{"e":{}},"f":"g"}"#)
        var found: [String] = []
        func walk(_ view: JSONView) {
            found.append(view.pointer.description)
            for element in view.elements { walk(element) }
            for (_, value) in view.members { walk(value) }
        }
        walk(document.root)
        #expect(
            found == [
                "", "/a", "/a/0", "/a/1", "/a/2", "/a/2/b", "/a/2/b/c", "/a/2/b/c/0", "/a/2/b/c/1", "/a/2/b/c/1/0", "/a/2/b/c/1/1", "/d",
                "/d/e", "/f",
            ])
    }
}
