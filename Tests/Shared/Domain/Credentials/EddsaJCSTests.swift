import Crypto
import JSON
import TestSupport
import Testing

@testable import Credentials

/// Data Integrity EdDSA Cryptosuites 1.0, appendix B.2: every intermediate value of eddsa-jcs-2022.
@Suite(.enabled(if: SharedFiles.has("standards/vectors/vc-di-eddsa"))) struct `The vectors of eddsa-jcs-2022` {
    static let folder = "vectors/vc-di-eddsa/eddsa-jcs-2022/"
    let unsigned: JSON
    let options: JSONObject
    let signed: JSON
    let key: Curve25519.Signing.PrivateKey

    init() throws {
        self.unsigned = try SharedJSON.read("vectors/vc-di-eddsa/unsigned.json")
        self.options = try #require(try SharedJSON.read(Self.folder + "proofConfigJCS.json").object)
        self.signed = try SharedJSON.read(Self.folder + "signedJCS.json")
        let pair = try SharedJSON.read("vectors/vc-di-eddsa/keyPair.json")
        let secret = try Multibase.base58.decode(try #require(pair["privateKeyMultibase"]?.string))
        self.key = try Curve25519.Signing.PrivateKey(rawRepresentation: Array(secret.dropFirst(2)))
        #expect(Multikey(self.key.publicKey).multibase == pair["publicKeyMultibase"]?.string)
    }

    @Test func `give each step of hashing`() throws {
        let input = try ProofInput(document: self.unsigned, options: self.options, suite: .eddsaJCS2022, kind: .ed25519)
        #expect(String(decoding: input.canonicalDocument, as: UTF8.self) == (try SharedJSON.text(Self.folder + "canonDocJCS.txt")))
        #expect(String(decoding: input.canonicalOptions, as: UTF8.self) == (try SharedJSON.text(Self.folder + "proofCanonJCS.txt")))
        #expect(Hex.encode(input.documentHash) == (try SharedJSON.text(Self.folder + "docHashJCS.txt")))
        #expect(Hex.encode(input.optionsHash) == (try SharedJSON.text(Self.folder + "proofHashJCS.txt")))
        #expect(Hex.encode(input.signedBytes) == (try SharedJSON.text(Self.folder + "combinedHashJCS.txt")))
        #expect(Hex.encode(self.key.signature(for: input.signedBytes)) == (try SharedJSON.text(Self.folder + "sigHexJCS.txt")))
    }

    @Test func `give the signed document`() throws {
        let method = try #require(self.options["verificationMethod"]?.string)
        let created = try #require(self.options["created"]?.string.flatMap(DateTimeStamp.init))
        let options = ProofOptions(verificationMethod: method, created: created)
        let secured = try options.secure(self.unsigned, with: .eddsaJCS2022, key: .ed25519(self.key))
        #expect(secured == self.signed)
        #expect(secured["proof"]?["proofValue"]?.string == (try SharedJSON.text(Self.folder + "sigBTC58JCS.txt")))
    }

    @Test func `verify, and no changed one does`() throws {
        let key = Multikey(self.key.publicKey)
        func isValid(_ document: JSON) throws -> Bool {
            try DataIntegrityProof(try #require(document["proof"])).isValid(for: document, suite: .eddsaJCS2022, key: key)
        }
        #expect(try isValid(self.signed))
        for (name, value) in [("name", "Another"), ("issuer", "https://other.example"), ("added", "yes")] as [(String, JSON)] {
            var changed = try #require(self.signed.object)
            changed[name] = value
            #expect(try !isValid(.object(changed)), "\(name)")
        }
        for (name, value) in [
            ("created", "2023-02-24T23:36:39Z"), ("proofPurpose", "authentication"), ("added", "yes"),
            ("verificationMethod", "did:key:z6Mk#x"),
        ] as [(String, JSON)] {
            var changed = try #require(self.signed.object)
            var proof = try #require(changed["proof"]?.object)
            proof[name] = value
            changed["proof"] = .object(proof)
            #expect(try !isValid(.object(changed)), "\(name)")
        }
    }

    @Test func `take more contexts behind the signed ones, but none before or instead`() throws {
        let key = Multikey(self.key.publicKey)
        func verify(_ context: JSON) throws -> Bool {
            var document = try #require(self.signed.object)
            document["@context"] = context
            return try DataIntegrityProof(try #require(document["proof"])).isValid(for: .object(document), suite: .eddsaJCS2022, key: key)
        }
        let context = try #require(self.signed["@context"]?.array)
        #expect(try verify(.array(context + ["https://example.org/more"])))
        #expect(throws: ProofError.contextMismatch) { try verify(.array(["https://example.org/more"] + context)) }
        #expect(throws: ProofError.contextMismatch) { try verify(.array(context.reversed())) }
        #expect(throws: ProofError.contextMismatch) { try verify(.array(Array(context.dropLast()))) }
        #expect(throws: ProofError.contextMismatch) { try verify("https://www.w3.org/ns/credentials/v2") }
    }

    @Test func `do not verify with another key`() throws {
        let proof = try DataIntegrityProof(try #require(self.signed["proof"]))
        let other = try Curve25519.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: 9, count: 32))
        #expect(try !proof.isValid(for: self.signed, suite: .eddsaJCS2022, key: Multikey(other.publicKey)))
        let p256 = try DIDKey("did:key:zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv").key
        #expect(throws: ProofError.wrongKey) { try proof.isValid(for: self.signed, suite: .eddsaJCS2022, key: p256) }
    }
}

@Suite struct `A proof` {
    static let whole: JSON = [
        "type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022", "verificationMethod": "did:key:z#z",
        "proofPurpose": "assertionMethod",
        "proofValue": "z11",
    ]

    @Test(arguments: ["type", "cryptosuite", "verificationMethod", "proofPurpose", "proofValue"])
    func `needs each of its members`(name: String) throws {
        _ = try DataIntegrityProof(Self.whole)
        var proof = try #require(Self.whole.object)
        proof.remove(name)
        #expect(throws: ProofError.self) { try DataIntegrityProof(.object(proof)) }
        proof[name] = 5
        #expect(throws: ProofError.self) { try DataIntegrityProof(.object(proof)) }
    }

    @Test func `with a date or a value that cannot be read is malformed`() throws {
        let key = try Multikey(Curve25519.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: 9, count: 32)).publicKey)
        for value in ["u11", "z0", "11"] {
            let proof = try DataIntegrityProof(Self.whole.with("proofValue", .string(value)))
            #expect(throws: ProofError.malformed("\"proofValue\" is not base58 after a z")) {
                try proof.isValid(for: [:], suite: .eddsaJCS2022, key: key)
            }
        }
        for (name, value) in [("created", "2026-11-25"), ("expires", 5)] as [(String, JSON)] {
            var proof = try #require(Self.whole.object)
            proof[name] = value
            #expect(throws: ProofError.self, "\(name)") { try DataIntegrityProof(.object(proof)) }
        }
    }

    @Test func `is not put on what is signed already or is no object`() throws {
        let key = SigningKey.ed25519(try Curve25519.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: 9, count: 32)))
        let options = ProofOptions(verificationMethod: "did:key:z#z", created: DateTimeStamp(secondsSinceEpoch: 0))
        #expect(throws: ProofError.self) { try options.secure(["proof": []], with: .eddsaJCS2022, key: key) }
        #expect(throws: ProofError.self) { try options.secure([], with: .eddsaJCS2022, key: key) }
        #expect(throws: ProofError.self) { try options.secure(["n": .number(JSONNumber(text: "1e999")!)], with: .eddsaJCS2022, key: key) }
    }
}
