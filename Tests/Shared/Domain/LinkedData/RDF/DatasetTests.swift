import LinkedData
import Testing

@Suite struct `An RDF dataset` {
    private static let name = "https://schema.org/name"

    /// How a dataset has the term that is made in it.
    private func text(_ make: (inout RDFDataset) throws -> RDFTermID?) throws -> String {
        var dataset = RDFDataset()
        let id = try #require(try make(&dataset))
        return dataset.withBytes(of: id) { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `keeps a term once`() throws {
        var dataset = RDFDataset()
        let first = try dataset.iri(Self.name)
        let literal = try dataset.literal(Self.name)
        #expect(try dataset.iri(Self.name) == first)
        #expect(try dataset.literal(Self.name) == literal)
        #expect(first != literal)
        #expect(try dataset.blank("b") == dataset.blank("b"))
        #expect(try dataset.blank("b") != dataset.blank("c"))
    }

    @Test func `has terms as canonical N-Quads writes them`() throws {
        #expect(try self.text { try $0.iri(Self.name) } == "<https://schema.org/name>")
        #expect(try self.text { try $0.iri("urn:\u{7F}é") } == "<urn:\\u007Fé>")
        #expect(try self.text { try $0.literal("1", datatype: $0.iri("urn:int")) } == #""1"^^<urn:int>"#)
        #expect(try self.text { try $0.literal("1", datatype: $0.iri(RDFLiteral.string)) } == #""1""#)
        #expect(try self.text { try $0.literal("Grüße", language: "de-AT") } == #""Grüße"@de-AT"#)
        #expect(
            try self.text { try $0.literal("\u{8}\t\n\u{C}\r\"\\'\u{0}\u{B}\u{1F}\u{7F}\u{80}\u{FFFD}\u{FFFE}\u{FFFF}🜁") }
                == #""\b\t\n\f\r\"\\'\u0000\u000B\u001F\u007F"# + "\u{80}\u{FFFD}" + #"\uFFFE\uFFFF🜁""#)
    }

    @Test(arguments: [
        RDFTerm.iri("https://example.org/ö?q#f"), .iri("urn:\u{7F}x"), .literal(RDFLiteral("")),
        .literal(RDFLiteral("\"\\\n\u{1}\u{FFFF}é🜁\\u0041")),
        .literal(RDFLiteral("1", datatype: "urn:d")), .literal(RDFLiteral("a\"@b", language: "en-GB")),
    ])
    func `reads a term back as it was put in`(term: RDFTerm) throws {
        var dataset = RDFDataset()
        let id =
            switch term {
            case .iri(let iri): try dataset.iri(iri)
            case .blank(let label): try dataset.blank(label)
            case .literal(let literal):
                if let language = literal.language {
                    try dataset.literal(literal.lexicalForm, language: language)
                } else {
                    try dataset.literal(literal.lexicalForm, datatype: dataset.iri(literal.datatype))
                }
            }
        #expect(dataset.term(try #require(id)) == term)
    }

    @Test(arguments: [
        "", "a", "/a", "a/b:c", "1a:b", "_:b", ":b", "a b:c", "urn:a b", "urn:<", "urn:>", "urn:\"", "urn:{}", "urn:|", "urn:^", "urn:`",
        "urn:\\", "urn:\n",
    ])
    func `has no term for what is no absolute IRI`(text: String) throws {
        var dataset = RDFDataset()
        #expect(try dataset.iri(text) == nil)
        #expect(try self.text { try $0.iri("a+1.-:b") } == "<a+1.-:b>")
    }

    @Test(arguments: ["", "-", "en-", "-en", "en--us", "1", "e1", "en_US", "en us", "ü"])
    func `has no literal in what is no language tag`(tag: String) throws {
        var dataset = RDFDataset()
        #expect(try dataset.literal("x", language: tag) == nil)
        #expect(try self.text { try $0.literal("x", language: "en-1-a2") } == #""x"@en-1-a2"#)
    }

    @Test(arguments: ["", ".", "a.", ".a", "-a", "a b", "\u{B7}a", "a\u{2190}", "_:a"])
    func `has no blank node by a label that cannot be written`(label: String) throws {
        var dataset = RDFDataset()
        #expect((try dataset.blank(label) == nil) == (label != "_:a"))
        #expect(try dataset.blank("0é.a-\u{B7}:_") != nil)
    }

    @Test func `is a set of quads in the order of their arrival`() throws {
        var dataset = RDFDataset()
        let a = try #require(try dataset.iri("urn:a"))
        let b = dataset.blank()
        let quads = [RDFQuad(a, a, b), RDFQuad(b, a, a), RDFQuad(a, a, b, in: a), RDFQuad(a, a, b, in: b)]
        for quad in quads { #expect(try dataset.insert(quad)) }
        for quad in quads { #expect(try !dataset.insert(quad)) }
        #expect(dataset.quads == quads)
    }

    @Test func `labels blank nodes alike when one has no label, so that no two share one`() throws {
        var dataset = RDFDataset()
        let labelled = try #require(try dataset.blank("b1"))
        #expect(dataset.label(of: labelled) == "b1")
        let other = dataset.blank()
        #expect([labelled, other].map { dataset.label(of: $0) } == ["b0", "b1"])
        #expect(dataset.withBytes(of: other) { Array($0) } == Array("_:b1".utf8))
    }

    @Test func `forgets all, or what came after a mark`() throws {
        var dataset = RDFDataset()
        let name = try #require(try dataset.iri(Self.name))
        let mark = dataset.mark
        for round in 0..<3 {
            var kept: [RDFTermID] = []
            for number in 0..<500 {
                let object = try dataset.literal("\(round) \(number)")
                kept.append(object)
                try dataset.insert(RDFQuad(dataset.blank(), name, object))
            }
            #expect(try dataset.literal("\(round) 499") == kept[499])
            #expect(dataset.quads.count == 500 && dataset.blankCount == 500)
            dataset.removeAll(after: mark)
            #expect(dataset.quads.isEmpty && dataset.blankCount == 0)
            #expect(try dataset.iri(Self.name) == name)
            #expect(try dataset.literal("new") == kept[0])
            dataset.removeAll(after: mark)
        }
        dataset.removeAll(keepingCapacity: true)
        #expect(try dataset.iri("urn:other") == name)
        dataset.removeAll()
        #expect(try dataset.iri("urn:another") == name)
    }

    @Test func `takes no more than its limits, and says which`() throws {
        var short = RDFDataset(limits: RDFLimits(maxTermBytes: 10))
        #expect(throws: RDFLimitError.termTooLong(limit: 10)) { try short.literal("123456789") }
        #expect(throws: RDFLimitError.termTooLong(limit: 10)) { try short.blank("12345678901") }
        let longest = try short.literal("12345678")
        #expect(short.term(longest) == .literal(RDFLiteral("12345678")))

        var small = RDFDataset(limits: RDFLimits(maxBytes: 20, maxQuads: 1))
        let iri = try #require(try small.iri("urn:abcde"))
        #expect(throws: RDFLimitError.tooManyBytes(limit: 20)) { try small.literal("12345678") }
        #expect(throws: RDFLimitError.tooManyBytes(limit: 20)) { try small.blank("1234567890") }
        let literal = try small.literal("1234567")
        #expect(try small.insert(RDFQuad(iri, iri, literal)))
        #expect(throws: RDFLimitError.tooManyQuads(limit: 1)) { try small.insert(RDFQuad(iri, iri, iri)) }
        #expect(try !small.insert(RDFQuad(iri, iri, literal)))
        #expect(small.quads == [RDFQuad(iri, iri, literal)])
        #expect("\(RDFLimitError.tooManyQuads(limit: 1))".contains("RDFLimits.maxQuads"))
    }
}
