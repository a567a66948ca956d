import Crypto
import JSON
import TestSupport
import Testing

@testable import Credentials

/// One suite's worked example in the W3C's files: each step of hashing, the signature and the signed document.
struct ProofVectors {
    let name: String
    let suite: Cryptosuite
    let folder: String
    /// How the names of its files end, before their type.
    let suffix: String
    let unsigned: JSON
    let key: SigningKey

    /// A file of the example by the start of its name.
    func text(_ start: String) throws -> String { try SharedJSON.text("\(self.folder)/\(start)\(self.suffix).txt") }
    func json(_ start: String) throws -> JSON { try SharedJSON.read("\(self.folder)/\(start)\(self.suffix).json") }

    /// Whether the documents name a context that nobody has published: then only what comes after the canonical texts can be judged.
    var isFromTexts: Bool { self.name.hasSuffix("/employ") }

    /// What is signed, by the documents, or by the canonical texts where these cannot be made.
    func input() throws -> ProofInput {
        let kind = self.key.multikey.kind
        guard self.isFromTexts else {
            return try ProofInput(
                document: self.unsigned, options: try #require(try self.json("proofConfig").object), suite: self.suite, kind: kind,
                graphs: try Self.graphs())
        }
        let texts = try ["proofCanon", "canonDoc"].map { Array((try self.text($0) + "\n").utf8) }
        return ProofInput(canonicalOptions: texts[0], canonicalDocument: texts[1], hash: try #require(kind.proofHash))
    }

    /// The contexts that are carried, and the one that gives every word of the specifications' examples a meaning, which nothing but
    /// examples may use.
    static func graphs() throws -> GraphCanonicalization {
        let examples = try SharedJSON.read("contexts/w3c/credentials-examples-v2.jsonld")
        return GraphCanonicalization(adding: ["https://www.w3.org/ns/credentials/examples/v2": examples])
    }

    /// The W3C's files of one repository, and the folders that no example is made of.
    static func eddsa() throws -> [ProofVectors] {
        let pair = try SharedJSON.read("vectors/vc-di-eddsa/keyPair.json")
        let key = try SigningKey(secretMultibase: pair["privateKeyMultibase"]?.string ?? "")
        func vectors(_ folder: String, _ suffix: String, _ suite: Cryptosuite, of document: String = "unsigned") throws -> ProofVectors {
            ProofVectors(
                name: folder, suite: suite, folder: "vectors/vc-di-eddsa/\(folder)", suffix: suffix,
                unsigned: try SharedJSON.read("vectors/vc-di-eddsa/\(document).json"), key: key)
        }
        return [
            try vectors("eddsa-jcs-2022", "JCS", .eddsaJCS2022), try vectors("eddsa-rdfc-2022", "DataInt", .eddsaRDFC2022),
            try vectors("eddsa-rdfc-2022/employ", "DataInt", .eddsaRDFC2022, of: "employmentAuth"),
            ProofVectors(
                name: "Ed25519Signature2020", suite: .ed25519Signature2020, folder: "vectors/vc-di-eddsa/Ed25519Signature2020",
                suffix: "EdSig",
                unsigned: try SharedJSON.read("vectors/vc-di-eddsa/Ed25519Signature2020/signedEdSig.json").with("proof", nil), key: key),
        ]
    }

    static func ecdsa() throws -> [ProofVectors] {
        try ["256", "384"].flatMap { curve in
            let pair = try SharedJSON.read("vectors/vc-di-ecdsa/p\(curve)KeyPair.json")
            let key = try SigningKey(secretMultibase: pair["secretKeyMultibase"]?.string ?? "")
            func vectors(_ folder: String, _ suffix: String, _ suite: Cryptosuite, of document: String = "unsigned") throws -> ProofVectors
            {
                ProofVectors(
                    name: folder, suite: suite, folder: "vectors/vc-di-ecdsa/\(folder)", suffix: suffix,
                    unsigned: try SharedJSON.read("vectors/vc-di-ecdsa/\(document).json"), key: key)
            }
            return [
                try vectors("ecdsa-jcs-2019-p\(curve)", "JCSECDSAP\(curve)", .ecdsaJCS2019),
                try vectors("ecdsa-rdfc-2019-p\(curve)", "ECDSAP\(curve)", .ecdsaRDFC2019),
                try vectors("ecdsa-rdfc-2019-p\(curve)/employ", "ECDSAP\(curve)", .ecdsaRDFC2019, of: "employmentAuth"),
            ]
        }
    }
}
