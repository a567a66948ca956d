import Crypto
import JSON
import TestSupport
import Testing

@testable import Credentials

@Suite(.enabled(if: SharedFiles.has("standards/vectors/did-web"))) struct `The vectors of did:web` {
    static let folder = "vectors/did-web/"

    @Test func `lead to their URLs, and those that must be rejected are`() throws {
        let vectors = try SharedJSON.read(Self.folder + "did-web-resolution.json")
        let valid = try #require(vectors["valid"]?.array)
        let rejected = try #require(vectors["must_reject"]?.array)
        try #require(valid.count == 6 && rejected.count == 13)
        for vector in valid {
            let text = try #require(vector["did"]?.string)
            let did = try DIDWeb(text)
            #expect(did.url == vector["url"]?.string)
            #expect(did.description == text)
        }
        for vector in rejected {
            let text = try #require(vector.string)
            #expect(throws: DIDError.invalidDID, "\(text)") { try DIDWeb(text) }
        }
        print("did-web: run \(valid.count + rejected.count), passed all, skipped 0")
    }

    /// The documents are of a server of the upstream tests, whose name is put right: `localhost` is nothing that we would fetch.
    @Test(arguments: [
        ("ed25519", [Multikey.Kind.ed25519], 0), ("secp256r1", [.p256], 0), ("secp256k1", [.secp256k1], 0), ("rsa", [], 1),
        ("multi-key", [.ed25519, .secp256k1], 1),
    ])
    func `are documents whose keys are read, and one of an unknown kind does no harm`(
        name: String, kinds: [Multikey.Kind], unknown: Int
    ) throws {
        let text = try SharedFiles.text("standards/\(Self.folder)\(name).json")
        let did = try DIDWeb("did:web:college.example%3A8443:\(name)")
        let json = try JSON(parsing: Self.replacing("localhost%3A<DID_WEB_PORT>", by: "college.example%3A8443", in: text))
        let document = try did.document(json)
        #expect(document.methods.map(\.key.kind) == kinds)
        for method in document.methods {
            for purpose in [ProofPurpose.assertionMethod, .authentication] {
                #expect(try document.method(method.id, for: purpose) == method)
            }
            #expect(throws: ControllerDocumentError.wrongPurpose(method.id)) {
                try document.method(method.id, for: .capabilityInvocation)
            }
        }
        let listed = (json["assertionMethod"]?.array ?? []).compactMap(\.string)
        let others = listed.filter { id in !document.methods.contains { $0.id == id } }
        #expect(others.count == unknown)
        for id in others {
            #expect(throws: ControllerDocumentError.unsupportedMethod(id)) { try document.method(id, for: .assertionMethod) }
        }
        #expect(throws: ControllerDocumentError.self) { try DIDWeb("did:web:other.example").document(json) }
    }

    private static func replacing(_ old: String, by new: String, in text: String) -> String {
        var (result, rest) = ("", text[...])
        while let range = rest.firstRange(of: old) {
            result += rest[..<range.lowerBound] + new
            rest = rest[range.upperBound...]
        }
        return result + rest
    }
}

@Suite struct `A did:web` {
    @Test(arguments: [
        "did:web:2130706433", "did:web:0x7f000001", "did:web:127.1", "did:web:0177.0.0.1", "did:web:10.0.0.0x1", "did:web:printer.local",
        "did:web:a.localhost", "did:web:db.internal", "did:web:example.com%3A0", "did:web:example.com%3A65536", "did:web:example.com%3A",
        "did:web:example.com%3a08", "did:web:example.com%3A443%3A1", "did:web:-a.com", "did:web:a..com", "did:web:example.com.",
        "did:web:example.com:%2e%2e:secret", "did:web:example.com:a%2fb", "did:web:example.com:a%5Cb", "did:web:example.com:a%00",
        "did:web:example.com:a%2", "did:web:example.com:a%252e", "did:web:example.com:a%+1", "did:web:example.com#key",
        "did:web:exämple.com",
        "did:Web:example.com", "did:web:example.com:a b",
    ])
    func `leads nowhere but to a public place`(text: String) {
        #expect(throws: DIDError.invalidDID) { try DIDWeb(text) }
    }

    @Test func `has a port and escapes as they are written`() throws {
        #expect(try DIDWeb("did:web:example.com%3a8443:a%21b:x").url == "https://example.com:8443/a%21b/x/did.json")
        #expect(try DIDWeb("did:web:xn--bcher-kva.example").url == "https://xn--bcher-kva.example/.well-known/did.json")
        #expect(throws: DIDError.invalidDID) { try DIDWeb("did:web:example.com:" + String(repeating: "a", count: DIDWeb.maximumLength)) }
    }

    @Test func `signs with the keys of its document`() throws {
        let story = try Story()
        let did = try DIDWeb("did:web:college.example")
        let id = did.description
        let document = try did.document([
            "id": .string(id),
            "verificationMethod": [
                [
                    "id": "#key-1", "type": "JsonWebKey2020", "controller": .string(id),
                    "publicKeyJwk": try #require(story.key.multikey.jwk),
                ],
                [
                    "id": "#key-2", "type": "Ed25519VerificationKey2018", "controller": .string(id),
                    "publicKeyBase58": .string(Base58.encode(story.key.multikey.rawRepresentation)),
                ],
            ],
            "assertionMethod": ["#key-1"], "authentication": [.string(id + "#key-2")],
        ])
        let badge = story.badge.json.with("issuer", ["id": .string(id), "type": ["Profile"], "name": "Example College"])
            .with("credentialStatus", nil)
        func verdict(_ key: String) throws -> Verdict {
            let signed = try ProofOptions(verificationMethod: id + key, created: Story.issued)
                .secure(badge, with: .eddsaJCS2022, key: story.key)
            return try story.verdict(of: signed, in: VerificationContext(controllers: [id: document]))
        }
        #expect(try verdict("#key-1").outcome(of: .proof) == .passed)
        #expect(try verdict("#key-2").reason(.key) == .wrongPurpose)
        #expect(try verdict("#key-3").reason(.key) == .noSuchKey)
    }
}

@Suite struct `A did:jwk` {
    /// The two examples of the method's own text.
    static let p256 = """
        did:jwk:eyJjcnYiOiJQLTI1NiIsImt0eSI6IkVDIiwieCI6ImFjYklRaXVNczNpOF91c3pFakoydHBUdFJNNEVVM3l6OTFQSDZDZEgyVjAiLCJ5IjoiX0tjeUxq\
        OXZXTXB0bm1LdG00NkdxRHo4d2Y3NEk1TEtncmwyR3pIM25TRSJ9
        """
    static let x25519 = """
        did:jwk:eyJrdHkiOiJPS1AiLCJjcnYiOiJYMjU1MTkiLCJ1c2UiOiJlbmMiLCJ4IjoiM3A3YmZYdDl3YlRUVzJIQzdPUTFOei1EUThoYmVHZE5yZngtRkctSUswOCJ9
        """

    @Test func `is its own document`() throws {
        let did = try DIDJWK(Self.p256)
        let id = Self.p256 + "#0"
        #expect(did.key.kind == .p256 && did.description == Self.p256)
        #expect(
            did.document.json == [
                "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"], "id": .string(Self.p256),
                "verificationMethod": [
                    [
                        "id": .string(id), "type": "JsonWebKey", "controller": .string(Self.p256),
                        "publicKeyJwk": [
                            "crv": "P-256", "kty": "EC", "x": "acbIQiuMs3i8_uszEjJ2tpTtRM4EU3yz91PH6CdH2V0",
                            "y": "_KcyLj9vWMptnmKtm46GqDz8wf74I5LKgrl2GzH3nSE",
                        ],
                    ]
                ],
                "authentication": [.string(id)], "assertionMethod": [.string(id)], "capabilityDelegation": [.string(id)],
                "capabilityInvocation": [.string(id)],
            ])
        #expect(try ControllerDocument(did.document.json) == did.document)
    }

    @Test func `of a key that does not sign serves no purpose of proofs`() throws {
        #expect(try DIDJWK(Self.x25519).document.purposes.isEmpty)
    }

    @Test(arguments: [
        "did:jwk:", "did:jwk:e30", "did:jwk:W10", "did:jwk:!", "did:key:z6Mk", Self.p256 + "#0", Self.p256 + "=",
        "did:jwk:" + String(repeating: "A", count: DIDJWK.maximumLength + 1),
    ])
    func `that holds no key is none`(text: String) {
        #expect(throws: DIDError.self) { try DIDJWK(text) }
    }

    @Test func `signs badges with ECDSA`() throws {
        let story = try Story()
        for key in try `A suite`.keys() {
            let did = try #require(DIDJWK(key.multikey))
            let suite: Cryptosuite = key.multikey.kind == .ed25519 ? .eddsaJCS2022 : .ecdsaJCS2019
            let badge = story.badge.json.with("issuer", ["id": .string(did.description), "type": ["Profile"], "name": "Example College"])
                .with("credentialStatus", nil)
            let signed = try ProofOptions(verificationMethod: did.verificationMethod, created: Story.issued)
                .secure(badge, with: suite, key: key)
            let verdict = try story.verdict(of: signed, in: VerificationContext())
            #expect(verdict.outcome(of: .proof) == .passed && verdict.outcome(of: .key) == .passed)
            let other = try story.verdict(of: signed.with("name", "Brazing"), in: VerificationContext())
            #expect(other.reason(.proof) == .signatureMismatch)
        }
    }
}
