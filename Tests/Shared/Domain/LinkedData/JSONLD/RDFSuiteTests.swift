import JSON
import LinkedData
import TestSupport
import Testing

@Suite(.enabled(if: SharedFiles.has(JSONLDSuite.folder)))
struct `The W3C's suite to RDF` {
    @Test func `writes each document as the W3C does`() throws {
        let suite = try JSONLDSuite("toRdf")
        suite.run(expecting: 467) { entry in
            let processor = JSONLDProcessor(suite.documents, options: try entry.options())
            let input = try JSONLDSuite.json(entry.input)
            do {
                var dataset = RDFDataset()
                try processor.writeRDF(of: input, into: &dataset)
                if entry.types.contains("jld:PositiveSyntaxTest") { return nil }
                guard let path = entry.expect else { return "no error, but \(entry.errorCode ?? "?") is expected" }
                let bytes = try SharedFiles.bytes(JSONLDSuite.folder + path)
                let generalized = processor.options.produceGeneralizedRDF
                let expected = try RDFDataset(nquads: bytes, generalized: generalized)
                // Isomorphic datasets have the same canonical form.
                let form = try dataset.canonicalForm(generalized: generalized)
                if form == (try expected.canonicalForm(generalized: generalized)) { return nil }
                return String(decoding: dataset.nquads(), as: UTF8.self) + "\nis not\n" + String(decoding: bytes, as: UTF8.self)
            } catch let error as JSONLDError {
                return error.code.rawValue == entry.errorCode ? nil : "\(error), but \(entry.errorCode ?? "no error") is expected"
            }
        }
    }
}
