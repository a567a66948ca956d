import JSON
import LinkedData
import TestSupport
import Testing

@Suite(.enabled(if: SharedFiles.has(JSONLDSuite.folder)))
struct `The W3C's compaction suite` {
    @Test func `compacts each document as the W3C does, and means the same by it`() throws {
        let suite = try JSONLDSuite("compact")
        suite.run(expecting: 246) { entry in
            let processor = JSONLDProcessor(suite.documents, options: try entry.options())
            let input = try JSONLDSuite.json(entry.input)
            let context = try entry.context.map { try JSONLDSuite.json($0) } ?? [:]
            let wrong = try suite.compare(entry) { try processor.compact(input, context: context) }
            guard wrong == nil, let path = entry.expect else { return wrong }
            // The README has both expanded again: a list under a term is an array like any other until then.
            let result = try processor.expand(try processor.compact(input, context: context))
            let expected = try processor.expand(try JSONLDSuite.json(path))
            return result.isSameJSONLD(as: expected) ? nil : "expanded again \(result)\nis not\n\(expected)"
        }
    }
}
