import JSON
import LinkedData
import TestSupport
import Testing

@Suite(.enabled(if: SharedFiles.has(JSONLDSuite.folder)))
struct `The W3C's suite from RDF` {
    @Test func `reads each dataset as the W3C does`() throws {
        let suite = try JSONLDSuite("fromRdf")
        suite.run(expecting: 54) { entry in
            let processor = JSONLDProcessor(suite.documents, options: try entry.options())
            let dataset = try RDFDataset(nquads: try SharedFiles.bytes(JSONLDSuite.folder + entry.input))
            return try suite.compare(entry) { try processor.document(of: dataset) }
        }
    }
}
