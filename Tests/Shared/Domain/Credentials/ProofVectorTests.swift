import Crypto
import JSON
import TestSupport
import Testing

@testable import Credentials

/// The appendices of Data Integrity EdDSA Cryptosuites 1.0 and ECDSA Cryptosuites 1.0: every intermediate value of every example.
@Suite(.enabled(if: SharedFiles.has("standards/vectors/vc-di-ecdsa"))) struct `The examples of the cryptosuites` {
    static let skipped = [
        "vc-di-eddsa/proof-set-chain": "sets and chains have a test of their own", "vc-di-ecdsa/ecdsa-sd-2023": "selective disclosure",
    ]

    @Test func `are all here, by the folders of the files`() throws {
        for (name, vectors) in [("vc-di-eddsa", try ProofVectors.eddsa()), ("vc-di-ecdsa", try ProofVectors.ecdsa())] {
            let folders = try SharedFiles.names(in: "standards/vectors/\(name)").filter { !$0.hasSuffix(".json") }
            let covered = Set(vectors.compactMap { $0.name.split(separator: "/").first.map(String.init) })
            let left = folders.filter { !covered.contains($0) }
            var passed = 0
            for example in vectors where try self.judge(example) { passed += 1 }
            print(
                "\(name): run \(vectors.count), passed \(passed), of them from the canonical text onward "
                    + "\(vectors.count { $0.isFromTexts }), skipped \(left.count): "
                    + left.map { "\($0) (\(Self.skipped["\(name)/\($0)"] ?? "?"))" }.joined(separator: ", "))
            #expect(passed == vectors.count)
            #expect(left.allSatisfy { Self.skipped["\(name)/\($0)"] != nil })
        }
    }

    /// Whether each step is as in the files; the steps that are not are recorded.
    private func judge(_ example: ProofVectors) throws -> Bool {
        let input = try example.input()
        let secured = try example.json("signed")
        let proof = try DataIntegrityProof(try #require(secured["proof"]))
        let value = try Multibase.base58.decode(try #require(secured["proof"]?["proofValue"]?.string))
        let steps: [(String, Bool)] = [
            ("canonical document", try Self.isSame(input.canonicalDocument, try example.text("canonDoc"))),
            ("canonical options", try Self.isSame(input.canonicalOptions, try example.text("proofCanon"))),
            ("document hash", try Hex.encode(input.documentHash) == example.text("docHash")),
            ("options hash", try Hex.encode(input.optionsHash) == example.text("proofHash")),
            ("both hashes", try Hex.encode(input.signedBytes) == example.text("combinedHash")),
            ("signature", try Hex.encode(value) == example.text("sigHex")),
            ("signature in base58", try secured["proof"]?["proofValue"]?.string == example.text("sigBTC58")),
            ("signature of what was hashed", try example.key.multikey.isValidSignature(value, for: input.signedBytes)),
            ("signed document", try self.isSignedDocumentValid(example, proof, secured)),
            ("a document of our own", try self.isOurOwnValid(example, proof)),
        ]
        for (step, isRight) in steps where !isRight { Issue.record("\(example.name): \(step)") }
        return steps.allSatisfy(\.1)
    }

    /// Of a document that cannot be read, only that this is said of it.
    private func isSignedDocumentValid(_ example: ProofVectors, _ proof: DataIntegrityProof, _ secured: JSON) throws -> Bool {
        let graphs = try ProofVectors.graphs()
        do throws(ProofError) {
            return try proof.isValid(for: secured, suite: example.suite, key: example.key.multikey, graphs: graphs)
        } catch {
            return example.isFromTexts && error == .unknownContext("https://w3id.org/citizenship/v4rc1")
        }
    }

    /// What we sign verifies; with Ed25519, whose signatures are all the same, it is the very document of the files.
    private func isOurOwnValid(_ example: ProofVectors, _ proof: DataIntegrityProof) throws -> Bool {
        guard example.suite != .ed25519Signature2020, !example.isFromTexts else { return true }
        let graphs = try ProofVectors.graphs()
        let options = ProofOptions(verificationMethod: proof.verificationMethod, created: try #require(proof.created))
        let secured = try options.secure(example.unsigned, with: example.suite, key: example.key, graphs: graphs)
        if example.key.multikey.kind == .ed25519 { return try secured == example.json("signed") }
        let ours = try DataIntegrityProof(try #require(secured["proof"]))
        return try ours.isValid(for: secured, suite: example.suite, key: example.key.multikey, graphs: graphs)
    }

    private static func isSame(_ bytes: [UInt8], _ text: String) throws -> Bool {
        var ours = String(decoding: bytes, as: UTF8.self)
        while ours.last?.isNewline == true { ours.removeLast() }
        return ours == text
    }
}

@Suite struct `A suite` {
    static let document: JSON = ["@context": ["https://www.w3.org/ns/credentials/v2"], "type": "VerifiableCredential", "name": "Welding"]

    static func keys() throws -> [SigningKey] {
        let scalar = [UInt8](repeating: 7, count: 32)
        return [
            .ed25519(try Curve25519.Signing.PrivateKey(rawRepresentation: scalar)),
            .p256(try P256.Signing.PrivateKey(rawRepresentation: scalar)),
            .p384(try P384.Signing.PrivateKey(rawRepresentation: scalar + scalar.prefix(16))),
        ]
    }

    @Test(arguments: [Cryptosuite.eddsaJCS2022, .ecdsaJCS2019, .eddsaRDFC2022, .ecdsaRDFC2019])
    func `signs with keys of its kinds and with no other, and a changed document does not verify`(suite: Cryptosuite) throws {
        for key in try Self.keys() {
            let options = ProofOptions(
                verificationMethod: DIDKey(key.multikey).verificationMethod, created: DateTimeStamp(secondsSinceEpoch: 0))
            guard suite.keys.contains(key.multikey.kind) else {
                #expect(throws: ProofError.wrongKey) { try options.secure(Self.document, with: suite, key: key) }
                continue
            }
            let secured = try options.secure(Self.document, with: suite, key: key)
            let proof = try DataIntegrityProof(try #require(secured["proof"]))
            #expect(try proof.isValid(for: secured, suite: suite, key: key.multikey))
            #expect(try !proof.isValid(for: secured.with("name", "Brazing"), suite: suite, key: key.multikey))
            for other in try Self.keys() where other.multikey.kind != key.multikey.kind {
                let isValid = try? proof.isValid(for: secured, suite: suite, key: other.multikey)  // wrongKey is as good
                #expect(isValid != true)
            }
        }
    }

    @Test func `older than suites is only read`() throws {
        let key = try Self.keys()[0]
        let options = ProofOptions(verificationMethod: "did:key:z#z", created: DateTimeStamp(secondsSinceEpoch: 0))
        #expect(throws: ProofError.generation("the suite Ed25519Signature2020 is only read")) {
            try options.secure(Self.document, with: .ed25519Signature2020, key: key)
        }
    }

    @Test func `has one name`() {
        #expect(Set(Cryptosuite.known.map(\.name)).count == Cryptosuite.known.count)
        for suite in Cryptosuite.known { #expect(Cryptosuite.named(suite.name) == suite) }
        #expect(Cryptosuite.named("ecdsa-sd-2023") == nil)
    }

    /// r and s, not DER; both forms of s, none of another length, and no zeros.
    @Test func `of ECDSA reads signatures in one form only`() throws {
        let key = try P256.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: 7, count: 32))
        let data = Array("text".utf8)
        let signature = try key.signature(for: data)
        let multikey = Multikey(key.publicKey)
        #expect(try multikey.isValidSignature(signature.rawRepresentation, for: data))
        for other in [
            signature.derRepresentation, [], signature.rawRepresentation + [0], signature.rawRepresentation.dropLast(),
            [UInt8](repeating: 0, count: 64), [UInt8](repeating: 255, count: 64),
        ] {
            #expect(try !multikey.isValidSignature(Array(other), for: data))
        }
        #expect(signature.isLowS)
    }
}
