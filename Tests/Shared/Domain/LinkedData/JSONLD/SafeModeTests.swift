import JSON
import LinkedData
import Testing

@Suite struct `Safe mode` {
    private let processor = JSONLDProcessor(
        JSONLDDocuments(values: ["https://college.example/context": ["@context": ["name": "https://schema.org/name"]]]), options: .safe)

    private let context: JSON = [
        "name": "https://schema.org/name",
        "knows": ["@id": "https://schema.org/knows", "@type": "@id"],
        "byPlace": ["@id": "https://schema.org/list", "@container": "@index"],
        "nothing": nil,
        "Person": "https://schema.org/Person",
    ]

    /// What is lost, under which code, where.
    private func loss(_ members: JSONObject, context: JSON? = nil) -> (code: JSONLDErrorCode, pointer: String)? {
        var document = members
        document["@context"] = context ?? self.context
        var dataset = RDFDataset()
        do throws(JSONLDError) {
            try self.processor.writeRDF(of: .object(document), into: &dataset)
            return nil
        } catch {
            return (error.code, error.pointer.description)
        }
    }

    @Test func `lets through what means something`() {
        #expect(self.loss(["@id": "urn:a", "@type": "Person", "name": "A", "knows": ["urn:b", ["@id": "_:c", "name": []]]]) == nil)
    }

    @Test(
        arguments: [
            (["naem": "A"], .undefinedTerm, "/naem"),
            (["knows": ["@id": "urn:b", "x/y": [1]]], .undefinedTerm, "/knows/x~1y"),
            (["nothing": 1], .undefinedTerm, "/nothing"),
            (["@future": 1], .undefinedTerm, "/@future"),
            (["@type": ["Person", "Human"]], .undefinedTerm, "/@type/1"),
            (["@id": "a", "name": "A"], .relativeIRI, "/@id"),
            (["knows": ["urn:b", "b"]], .relativeIRI, "/knows/1"),
            (["knows": ["@id": ""]], .relativeIRI, "/knows/@id"),
            (["knows": "https://b.example/a b"], .wouldBeLost, "/knows"),
            (["_:b": "A"], .relativeIRI, "/_:b"),
            (["name": nil], .wouldBeLost, "/name"),
            (["name": ["A", nil]], .wouldBeLost, "/name/1"),
            (["name": ["@value": nil]], .wouldBeLost, "/name/@value"),
            (["name": ["@value": "A", "@language": "not a tag"]], .wouldBeLost, "/name/@language"),
            (["name": ["@language": "en"]], .wouldBeLost, "/name"),
            (["name": ["@value": "A", "@direction": "rtl"]], .wouldBeLost, "/name/@direction"),
            (["name": ["@value": "A", "@index": "1"]], .wouldBeLost, "/name/@index"),
            (["byPlace": ["first": "A"]], .wouldBeLost, "/byPlace/first"),
            (["@graph": ["A"]], .wouldBeLost, "/@graph/0"),
            (["@graph": ["@id": "urn:a"]], .wouldBeLost, "/@graph"),
            (["@id": "urn:a"], .wouldBeLost, ""),
        ] as [(JSONObject, JSONLDErrorCode, String)])
    func `refuses what would be dropped, and says where`(members: JSONObject, code: JSONLDErrorCode, pointer: String) throws {
        let loss = try #require(self.loss(members))
        #expect(loss.code == code)
        #expect(loss.pointer == pointer)
        // Without it the same document is taken, with less in it.
        var document = members
        document["@context"] = self.context
        #expect(throws: Never.self) { try JSONLDProcessor(self.processor.documents).expand(.object(document)) }
    }

    @Test func `keeps texts with a direction once RDF has a form for them`() throws {
        var processor = self.processor
        processor.options.rdfDirection = .i18nDatatype
        var dataset = RDFDataset()
        try processor.writeRDF(
            of: ["@context": self.context, "name": ["@value": "א", "@language": "he", "@direction": "rtl"]], into: &dataset)
        #expect(
            String(decoding: dataset.nquads(), as: UTF8.self)
                == "_:b0 <https://schema.org/name> \"א\"^^<https://www.w3.org/ns/i18n#he_rtl> .\n")
    }

    @Test func `refuses an unknown context by its address, with or without it`() throws {
        for options in [JSONLDOptions(), .safe] {
            let processor = JSONLDProcessor(self.processor.documents, options: options)
            let error = try #require(throws: JSONLDError.self) {
                try processor.expand(["@context": ["https://college.example/context", "https://elsewhere.example/c"], "name": "A"])
            }
            #expect(error.code == .loadingRemoteContextFailed)
            #expect(error.pointer.description == "/@context/1")
            #expect(error.detail.contains("https://elsewhere.example/c"))
        }
    }
}
