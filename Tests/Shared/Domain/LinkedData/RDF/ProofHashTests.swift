import Crypto
import LinkedData
import TestSupport
import Testing

/// The worked examples of the W3C's suites for proofs, from their canonical texts on: what a proof signs is made of two hashes.
@Suite(.enabled(if: SharedFiles.has("standards/vectors/vc-di-ecdsa")))
struct `The hashes that proofs sign` {
    private struct Example: CustomTestStringConvertible, Sendable {
        let folder: String
        let suffix: String
        let algorithm: RDFHashAlgorithm
        var testDescription: String { self.folder }

        func bytes(_ name: String) throws -> [UInt8] { try SharedFiles.bytes("standards/vectors/\(self.folder)/\(name)\(self.suffix).txt") }
        func hash(_ name: String) throws -> [UInt8] {
            try Hex.decode(String(decoding: self.bytes(name).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
        }
    }

    private static let examples = [
        Example(folder: "vc-di-eddsa/Ed25519Signature2020", suffix: "EdSig", algorithm: .sha256),
        Example(folder: "vc-di-eddsa/eddsa-rdfc-2022", suffix: "DataInt", algorithm: .sha256),
        Example(folder: "vc-di-eddsa/eddsa-rdfc-2022/employ", suffix: "DataInt", algorithm: .sha256),
        Example(folder: "vc-di-ecdsa/ecdsa-rdfc-2019-p256", suffix: "ECDSAP256", algorithm: .sha256),
        Example(folder: "vc-di-ecdsa/ecdsa-rdfc-2019-p256/employ", suffix: "ECDSAP256", algorithm: .sha256),
        Example(folder: "vc-di-ecdsa/ecdsa-rdfc-2019-p384", suffix: "ECDSAP384", algorithm: .sha384),
        Example(folder: "vc-di-ecdsa/ecdsa-rdfc-2019-p384/employ", suffix: "ECDSAP384", algorithm: .sha384),
    ]

    @Test(arguments: Self.examples)
    private func `are those of the published examples`(example: Example) throws {
        var canonicalizer = RDFCanonicalizer(example.algorithm)
        var hashes: [UInt8] = []
        for (text, hash) in [("proofCanon", "proofHash"), ("canonDoc", "docHash")] {
            let canonical = try example.bytes(text)
            let dataset = try RDFDataset(nquads: canonical)
            #expect(try canonicalizer.canonicalize(dataset).nquads == canonical)
            let start = hashes.count
            try canonicalizer.appendDigest(of: dataset, to: &hashes)
            #expect(try Array(hashes[start...]) == example.hash(hash))
        }
        #expect(try hashes == example.hash("combinedHash"))
    }
}
