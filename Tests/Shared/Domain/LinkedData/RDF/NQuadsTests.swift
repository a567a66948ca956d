import LinkedData
import TestSupport
import Testing

@Suite struct `N-Quads` {
    @Test(arguments: [
        ("", ""), ("\n\r\n \t# nothing\n", ""),
        ("<urn:a> <urn:b> <urn:c> .", "<urn:a> <urn:b> <urn:c> .\n"),
        ("\t<urn:a><urn:b>_:c.#end\r\n_:c <urn:b>\"x\"_:g .", "<urn:a> <urn:b> _:c .\n_:c <urn:b> \"x\" _:g .\n"),
        ("_:a.b <urn:b> _:1.\r_:é·1 <urn:b> _:_ .", "_:a.b <urn:b> _:1 .\n_:é·1 <urn:b> _:_ .\n"),
        (
            "<urn:\\u00e9\\U0001F303> <urn:b> \"\\u00e9\\t\\b\\n\\r\\f\\\"\\'\\\\\\U0001F303\" .",
            "<urn:é🌃> <urn:b> \"é\\t\\b\\n\\r\\f\\\"'\\\\🌃\" .\n"
        ),
        ("<urn:a> <urn:b> \"\"@en-GB.", "<urn:a> <urn:b> \"\"@en-GB .\n"),
        ("<urn:a> <urn:b> \"1\"^^<urn:i> <urn:g>.", "<urn:a> <urn:b> \"1\"^^<urn:i> <urn:g> .\n"),
        ("<urn:a> <urn:b> \"1\"^^<http://www.w3.org/2001/XMLSchema#string>.", "<urn:a> <urn:b> \"1\" .\n"),
        ("<urn:a> <urn:b> \"\t\u{0}\u{7F}\".\n<urn:a> <urn:b> \"\\t\\u0000\\u007F\".", "<urn:a> <urn:b> \"\\t\\u0000\\u007F\" .\n"),
    ])
    func `is read by its grammar and written canonically`(text: String, written: String) throws {
        let dataset = try RDFDataset(nquads: Array(text.utf8))
        #expect(String(decoding: dataset.nquads(), as: UTF8.self) == written)
        #expect(try RDFDataset(nquads: dataset.nquads()).nquads() == dataset.nquads())
    }

    /// A text, the place of its first fault, and a word of what is said of it.
    static let faults: [(String, Int, Int, String)] = [
        ("x", 1, 1, "subject"), ("\"a\" <urn:b> <urn:c> .", 1, 1, "subject"), ("<urn:a>", 1, 8, "predicate"),
        ("<urn:a> _:b <urn:c> .", 1, 9, "predicate"), ("<urn:a> \"b\" <urn:c> .", 1, 9, "predicate"), ("<urn:a> <urn:b>", 1, 16, "object"),
        ("<urn:a> <urn:b> .", 1, 17, "object"), ("<urn:a> <urn:b> <urn:c>", 1, 24, "full stop"), ("é", 1, 1, "subject"),
        ("<urn:a> <urn:b> <urn:c> \"g\" .", 1, 25, "graph"), ("<urn:a> <urn:b> <urn:c> <urn:g>", 1, 32, "full stop"),
        ("<urn:a> <urn:b> <urn:c> <urn:g> <urn:h> .", 1, 33, "full stop"), ("<urn:a> <urn:b>\n<urn:c> .", 1, 16, "object"),
        ("<urn:a> <urn:b> <urn:c> . <urn:a> <urn:b> <urn:c> .", 1, 27, "end of the line"), ("\n# é\r\n  <urn:é> ?", 3, 11, "predicate"),
        ("<a> <urn:b> <urn:c> .", 1, 1, "scheme"), ("<urn:a b> <urn:b> <urn:c> .", 1, 7, "IRI"),
        ("<urn:a\\u0020b> <urn:b> <urn:c> .", 1, 1, "IRI"),
        ("<urn:a\\n> <urn:b> <urn:c> .", 1, 7, "IRI"), ("<urn:a", 1, 7, "the > of an IRI"), ("<urn:{}> <urn:b> <urn:c> .", 1, 1, "IRI"),
        ("<urn:\\u00zz> <urn:b> <urn:c> .", 1, 6, "backslash"), ("<urn:a> <urn:b> \"\\uD800\" .", 1, 18, "Unicode scalar"),
        ("<urn:a> <urn:b> \"\\U00110000\" .", 1, 18, "Unicode scalar"), ("<urn:a> <urn:b> \"\\a\" .", 1, 18, "backslash"),
        ("<urn:a> <urn:b> \"\\u00", 1, 18, "backslash"), ("<urn:a> <urn:b> \"\\", 1, 18, "backslash"),
        ("<urn:a> <urn:b> \"x\n\" .", 1, 19, "closing quote"), ("<urn:a> <urn:b> \"x\r\" .", 1, 19, "closing quote"),
        ("<urn:a> <urn:b> \"é", 1, 19, "closing quote"), ("<urn:a> <urn:b> 'x' .", 1, 17, "object"),
        ("<urn:a> <urn:b> 1 .", 1, 17, "object"),
        ("<urn:a> <urn:b> \"x\"@1 .", 1, 21, "language tag"), ("<urn:a> <urn:b> \"x\"@en- .", 1, 21, "language tag"),
        ("<urn:a> <urn:b> \"x\"@ .", 1, 21, "language tag"), ("<urn:a> <urn:b> \"x\"^<urn:c> .", 1, 21, "second ^"),
        ("<urn:a> <urn:b> \"x\"^^c .", 1, 22, "datatype"), ("<urn:a> <urn:b> \"x\"^^_:c .", 1, 22, "datatype"),
        ("<urn:a> <urn:b> \"x\"^^<c> .", 1, 22, "scheme"), ("_a <urn:b> <urn:c> .", 1, 2, "colon"), ("_: <urn:b> <urn:c> .", 1, 3, "label"),
        ("_:-a <urn:b> <urn:c> .", 1, 3, "label"), ("_:.a <urn:b> <urn:c> .", 1, 3, "label"), ("_:a. <urn:b> <urn:c> .", 1, 4, "predicate"),
        ("@prefix x: <urn:x> .", 1, 1, "subject"), ("<urn:a> <urn:b> (<urn:c>) .", 1, 17, "object"),
        ("<urn:a> a <urn:c> .", 1, 9, "predicate"),
        ("\u{FEFF}<urn:a> <urn:b> <urn:c> .", 1, 1, "subject"), ("<urn:a> <urn:b> <urn:c> , <urn:d> .", 1, 25, "graph"),
    ]

    @Test(arguments: Self.faults)
    func `is refused with the place and what is expected there`(text: String, line: Int, column: Int, word: String) throws {
        let error = try #require(throws: NQuadsError.self) { try RDFDataset(nquads: Array(text.utf8)) }
        #expect((error.line, error.column) == (line, column), "\(error)")
        #expect(error.description.hasPrefix("line \(line), column \(column): ") && error.description.contains(word), "\(error)")
    }

    @Test(arguments: [[0x80], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xC3], [0xFF]] as [[UInt8]])
    func `is UTF-8`(bytes: [UInt8]) throws {
        let text = Array("\n<urn:a> <urn:b> \"é".utf8) + bytes + Array("\" .".utf8)
        let error = try #require(throws: NQuadsError.self) { try RDFDataset(nquads: text) }
        #expect(error.reason == .invalidUTF8)
        #expect((error.line, error.column) == (2, 19))
    }

    @Test func `is read within limits, and the error has the limit's place and name`() throws {
        let text = Array("_:a <urn:b> _:a .\n_:a <urn:b> \"12345678\" .\n".utf8)
        func error(_ limits: RDFLimits) throws -> NQuadsError {
            try #require(throws: NQuadsError.self) { try RDFDataset(nquads: text, limits: limits) }
        }
        let bytes = try error(RDFLimits(maxBytes: text.count - 1))
        #expect(bytes.reason == .limit(.tooManyBytes(limit: text.count - 1)) && bytes.offset == text.count - 1)
        let quads = try error(RDFLimits(maxQuads: 1))
        #expect(quads.reason == .limit(.tooManyQuads(limit: 1)) && quads.line == 2 && quads.column == 1)
        #expect(quads.description.contains("RDFLimits.maxQuads"))
        let term = try error(RDFLimits(maxTermBytes: 9))
        #expect(term.reason == .limit(.termTooLong(limit: 9)) && term.line == 2 && term.column == 13)
        #expect(try RDFDataset(nquads: text, limits: RDFLimits(maxBytes: text.count, maxQuads: 2, maxTermBytes: 10)).quads.count == 2)
    }

    @Test func `has blank predicates only where they are asked for`() throws {
        let text = Array("_:a _:p _:b .\n".utf8)
        #expect(throws: NQuadsError.self) { try RDFDataset(nquads: text) }
        #expect(try RDFDataset(nquads: text, generalized: true).nquads() == text)
        let error = try #require(throws: NQuadsError.self) { try RDFDataset(nquads: Array("_:a \"p\" _:b .\n".utf8), generalized: true) }
        #expect(error.column == 5 && error.description.contains("blank node as predicate"))
    }

    @Test func `of another text is added to a dataset, where labels mean the same`() throws {
        var dataset = try RDFDataset(nquads: Array("_:a <urn:b> \"1\" .\n".utf8))
        let more = Array("_:a <urn:b> \"2\" .\n_:a <urn:b> \"1\" .\n".utf8)
        try dataset.insert(nquads: more.span)
        #expect(dataset.blankCount == 1)
        #expect(String(decoding: dataset.nquads(), as: UTF8.self) == "_:a <urn:b> \"1\" .\n_:a <urn:b> \"2\" .\n")
    }

    /// Every N-Quads file of the canonicalisation and JSON-LD suites; two of the latter have blank predicates.
    @Test(
        .enabled(if: SharedFiles.has("standards/json-ld-api/toRdf")),
        arguments: ["rdf-canon/rdfc10", "json-ld-api/toRdf", "json-ld-api/fromRdf"])
    func `of the official suites is read, and read back from what is written`(folder: String) throws {
        let names = try SharedFiles.names(in: "standards/\(folder)").filter { $0.hasSuffix(".nq") }
        for name in names {
            let bytes = try SharedFiles.bytes("standards/\(folder)/\(name)")
            let generalized = ["0118-out.nq", "e075-out.nq"].contains(name)
            do {
                let dataset = try RDFDataset(nquads: bytes, generalized: generalized)
                #expect(try RDFDataset(nquads: dataset.nquads(), generalized: generalized).nquads() == dataset.nquads(), "\(name)")
            } catch {
                Issue.record("\(name): \(error)")
            }
        }
        print("\(folder): \(names.count) N-Quads files read")
        #expect(names.count >= 40)
    }
}
