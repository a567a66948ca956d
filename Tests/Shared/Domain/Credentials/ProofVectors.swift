import Crypto
import JSON
import TestSupport

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

    /// The canonical texts of the example itself, for suites over graphs: what comes after them can be judged without a canonicalization.
    func graphs() throws -> GraphCanonicalization? {
        guard self.suite == .eddsaRDFC2022 || self.suite == .ecdsaRDFC2019 || self.suite == .ed25519Signature2020 else { return nil }
        let (document, options) = (try self.graph("canonDoc"), try self.graph("proofCanon"))
        return GraphCanonicalization { json, _ in json["proofPurpose"] == nil ? document : options }
    }

    private func graph(_ start: String) throws -> [UInt8] {
        Array((try self.text(start) + "\n").utf8)
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
            try vectors("Ed25519Signature2020", "EdSig", .ed25519Signature2020),
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
