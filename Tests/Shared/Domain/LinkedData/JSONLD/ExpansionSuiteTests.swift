import JSON
import LinkedData
import TestSupport
import Testing

@Suite(.enabled(if: SharedFiles.has(JSONLDSuite.folder)))
struct `The W3C's expansion suite` {
    @Test func `expands each document as the W3C does`() throws {
        let suite = try JSONLDSuite("expand")
        suite.run(expecting: 385) { entry in
            let processor = JSONLDProcessor(suite.documents, options: try entry.options())
            let input = try JSONLDSuite.json(entry.input)
            return try suite.compare(entry) { try processor.expand(input) }
        }
    }
}
