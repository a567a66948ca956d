import JSON
import LinkedData
import Testing

@Suite struct `Limits of JSON-LD` {
    private func nested(_ levels: Int) -> JSON {
        (0..<levels).reduce(["urn:p": "end"]) { inner, _ in ["urn:p": inner] }
    }

    @Test func `hold the depth of a document, when it is expanded and when it is written out again`() throws {
        let processor = JSONLDProcessor(JSONLDDocuments([:], limits: JSONLDLimits(maxDepth: 20)))
        #expect(throws: Never.self) { try processor.expand(self.nested(19)) }
        let error = try #require(throws: JSONLDError.self) { try processor.expand(self.nested(21)) }
        #expect(error.code == .tooDeep)
        #expect(error.detail.contains("maxDepth"))
        #expect(error.pointer.tokens.count == 21)
    }

    @Test func `hold the depth of lists in RDF, and end where a list holds itself`() throws {
        let processor = JSONLDProcessor(JSONLDDocuments([:]))
        let first = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#first>"
        let rest = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#rest>"
        let end = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>"
        let circle = try RDFDataset(nquads: Array("_:a \(first) _:a .\n_:a \(rest) \(end) .\n".utf8))
        #expect(throws: Never.self) { try processor.document(of: circle) }
        let deep = (0..<100).map { "_:l\($0) \(first) _:l\($0 + 1) .\n_:l\($0) \(rest) \(end) .\n" }.joined()
        let error = try #require(throws: JSONLDError.self) {
            try processor.document(of: try RDFDataset(nquads: Array(("<urn:a> <urn:p> _:l0 .\n" + deep).utf8)))
        }
        #expect(error.code == .tooDeep)
    }

    @Test func `hold how far contexts lead to one another`() throws {
        var contexts: [String: JSON] = ["https://c.example/20": ["@context": [:]]]
        for number in 0..<20 { contexts["https://c.example/\(number)"] = ["@context": "\(number + 1)"] }
        let processor = JSONLDProcessor(JSONLDDocuments(values: contexts, limits: JSONLDLimits(maxRemoteContexts: 10)))
        #expect(throws: Never.self) { try processor.expand(["@context": "https://c.example/11"]) }
        let error = try #require(throws: JSONLDError.self) { try processor.expand(["@context": "https://c.example/5"]) }
        #expect(error.code == .contextOverflow)
        #expect(error.document == "https://c.example/14")
        #expect(error.detail.contains("maxRemoteContexts"))
    }

    @Test func `hold contexts that lead to themselves`() throws {
        let contexts: [String: JSON] = ["https://c.example/a": ["@context": "b"], "https://c.example/b": ["@context": "a"]]
        let processor = JSONLDProcessor(JSONLDDocuments(values: contexts))
        let error = try #require(throws: JSONLDError.self) { try processor.expand(["@context": "https://c.example/a"]) }
        #expect(error.code == .contextOverflow)
    }

    @Test func `hold how deep scoped contexts are nested`() throws {
        func scoped(_ levels: Int) -> JSON {
            (0..<levels).reduce([:]) { inner, _ in ["t": ["@id": "urn:t", "@context": inner]] }
        }
        let processor = JSONLDProcessor(JSONLDDocuments([:], limits: JSONLDLimits(maxContextDepth: 5)))
        #expect(throws: Never.self) { try processor.context(scoped(5)) }
        let error = try #require(throws: JSONLDError.self) { try processor.context(scoped(6)) }
        #expect(error.code == .contextTooDeep)
        #expect(error.detail.contains("maxContextDepth"))
    }

    @Test func `hold the terms that a document's contexts lead to, looked at again and again`() throws {
        let large = JSONObject(uniqueTerms: 100, prefix: "a") { _ in ["@id": "urn:a"] }
        let contexts: [String: JSON] = ["https://c.example/large": ["@context": .object(large)]]
        let documents = JSONLDDocuments(values: contexts, limits: JSONLDLimits(maxDefinitions: 1000))
        func document(_ terms: Int) -> JSON {
            let context = JSONObject(uniqueTerms: terms, prefix: "b") { _ in ["@id": "urn:b", "@context": "https://c.example/large"] }
            return ["@context": .object(context), "b0": 1]
        }
        #expect(throws: Never.self) { try JSONLDProcessor(documents).expand(document(5)) }
        let error = try #require(throws: JSONLDError.self) { try JSONLDProcessor(documents).expand(document(20)) }
        #expect(error.code == .tooManyDefinitions)
        #expect(error.detail.contains("maxDefinitions"))
    }

    @Test func `hold what is kept: with no room each document compiles its own`() throws {
        let contexts: [String: JSON] = ["https://c.example/a": ["@context": ["a": "urn:a"]]]
        let processor = JSONLDProcessor(JSONLDDocuments(values: contexts, limits: JSONLDLimits(maxKeptContexts: 0)))
        #expect(try processor.context("https://c.example/a") !== processor.context("https://c.example/a"))
        #expect(try processor.expand(["@context": "https://c.example/a", "a": 1]) == [["urn:a": [["@value": 1]]]])
    }
}

extension JSONObject {
    fileprivate init(uniqueTerms count: Int, prefix: String, _ value: (Int) -> JSON) {
        self = [:]
        for number in 0..<count { self["\(prefix)\(number)"] = value(number) }
    }
}
