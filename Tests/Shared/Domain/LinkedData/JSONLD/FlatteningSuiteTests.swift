import JSON
import LinkedData
import TestSupport
import Testing

@Suite(.enabled(if: SharedFiles.has(JSONLDSuite.folder)))
struct `The W3C's flattening suite` {
    @Test func `flattens each document as the W3C does`() throws {
        let suite = try JSONLDSuite("flatten")
        suite.run(expecting: 58) { entry in
            let processor = JSONLDProcessor(suite.documents, options: try entry.options())
            let input = try JSONLDSuite.json(entry.input)
            return try suite.compare(entry) {
                guard let context = entry.context else { return try processor.flatten(input) }
                return try processor.flatten(input, context: try JSONLDSuite.json(context))
            }
        }
    }
}
