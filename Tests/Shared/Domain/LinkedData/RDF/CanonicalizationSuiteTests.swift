import JSON
import LinkedData
import TestSupport
import Testing

/// One entry of the W3C's manifest.
private struct CanonicalizationVector: CustomTestStringConvertible, Sendable {
    static let folder = "standards/rdf-canon"

    let id: String
    let kind: String
    let algorithm: RDFHashAlgorithm
    let action: String
    let result: String?

    var testDescription: String { self.id }

    static func all(_ kind: String? = nil) throws -> [CanonicalizationVector] {
        guard SharedFiles.has(Self.folder) else { return [] }
        let manifest = try JSON(parsing: try SharedFiles.bytes("\(Self.folder)/manifest.jsonld"))
        let vectors = try #require(manifest["entries"]?.array).map { entry in
            CanonicalizationVector(
                id: try #require(entry["id"]?.string), kind: try #require(entry["type"]?.string),
                algorithm: entry["hashAlgorithm"]?.string == "SHA384" ? .sha384 : .sha256,
                action: try #require(entry["action"]?.string), result: entry["result"]?.string)
        }
        return vectors.filter { kind == nil || $0.kind == kind }
    }

    var input: RDFDataset {
        get throws { try RDFDataset(nquads: SharedFiles.bytes("\(Self.folder)/\(self.action)")) }
    }

    var expected: [UInt8] {
        get throws { try SharedFiles.bytes("\(Self.folder)/\(#require(self.result))") }
    }
}

@Suite(.enabled(if: SharedFiles.has("standards/rdf-canon")))
struct `The RDF canonicalisation suite` {
    private static let evaluation = "rdfc:RDFC10EvalTest"
    private static let map = "rdfc:RDFC10MapTest"
    private static let negative = "rdfc:RDFC10NegativeEvalTest"

    @Test func `has all its 86 tests here, and each is run`() throws {
        let counts = try [Self.evaluation, Self.map, Self.negative].map { try CanonicalizationVector.all($0).count }
        print(
            "rdf-canon: \(counts[0]) evaluations, \(counts[1]) maps, \(counts[2]) refusal run of \(try CanonicalizationVector.all().count); skipped: none"
        )
        #expect(counts == [64, 21, 1])
        #expect(try CanonicalizationVector.all().count == 86)
    }

    @Test(arguments: try CanonicalizationVector.all(Self.evaluation))
    private func `gives the bytes that the W3C expects, and their hash`(vector: CanonicalizationVector) throws {
        var canonicalizer = RDFCanonicalizer(vector.algorithm)
        let form = try canonicalizer.canonicalize(vector.input)
        #expect(try String(decoding: form.nquads, as: UTF8.self) == String(decoding: vector.expected, as: UTF8.self))
        #expect(try form.nquads == vector.expected)
        var digest: [UInt8] = []
        try canonicalizer.appendDigest(of: vector.input, to: &digest)
        #expect(digest == vector.algorithm.digest(of: form.nquads))
    }

    @Test(arguments: try CanonicalizationVector.all(Self.map))
    private func `gives blank nodes the names that the W3C expects`(vector: CanonicalizationVector) throws {
        var canonicalizer = RDFCanonicalizer(vector.algorithm)
        var dataset = try vector.input
        let form = try canonicalizer.canonicalize(dataset)
        let expected = try #require(try JSON(parsing: vector.expected).object)
        #expect(expected.count == dataset.blankCount)
        for (label, name) in expected {
            let blank = try #require(try dataset.blank(label))
            #expect(form.label(of: blank) == name.string)
        }
    }

    @Test(arguments: try CanonicalizationVector.all(Self.negative))
    private func `refuses what is too much work`(vector: CanonicalizationVector) throws {
        var canonicalizer = RDFCanonicalizer(vector.algorithm)
        let dataset = try vector.input
        #expect(throws: RDFCanonicalizationError.tooManyDeepHashes(limit: 1000)) { try canonicalizer.canonicalize(dataset) }
    }
}
