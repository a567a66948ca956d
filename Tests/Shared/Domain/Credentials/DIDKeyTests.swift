import Credentials
import Crypto
import JSON
import TestSupport
import Testing

@Suite(.enabled(if: SharedFiles.has("standards/vectors/did-key"))) struct `The vectors of did:key` {
    let vectors: JSON

    init() throws {
        self.vectors = try SharedJSON.read("vectors/did-key/did-key-vectors.json")
    }

    @Test func `resolve to their keys and documents`() throws {
        let valid = try #require(self.vectors["valid"]?.array)
        try #require(valid.count == 11)
        var documents = 0
        for vector in valid {
            let text = try #require(vector["did"]?.string)
            let did = try DIDKey(text)
            #expect(did.description == text)
            #expect(Hex.encode(did.key.rawRepresentation) == vector["public_hex"]?.string)
            guard let expected = vector["expected_document"] else { continue }
            documents += 1
            #expect(did.document.json == expected, "\(text)")
            #expect(try ControllerDocument(expected) == did.document, "\(text)")
        }
        #expect(documents == 10)
    }

    @Test func `that must be rejected are`() throws {
        let rejected = try #require(self.vectors["must_reject"]?.array)
        try #require(rejected.count == 7)
        for vector in rejected {
            let text = try #require(vector["did"]?.string)
            #expect(throws: DIDError.self, "\(vector["why"] ?? nil)") { try DIDKey(text) }
        }
        print("did-key: run 18, passed all, skipped 0 (the two files of ssi show older forms of documents)")
    }
}

@Suite struct `A did:key` {
    static let raw = [UInt8](repeating: 7, count: 32)

    @Test func `says what is wrong by the codes of its method`() {
        func code(of bytes: [UInt8]) -> DIDError? {
            do throws(DIDError) {
                _ = try DIDKey("did:key:" + Multibase.base58.encode(bytes))
                return nil
            } catch { return error }
        }
        #expect(code(of: [0xed, 0x01] + Self.raw) == nil)
        #expect(code(of: [0xed, 0x01] + Self.raw.dropLast()) == .invalidPublicKeyLength)
        #expect(code(of: [0x99, 0x01] + Self.raw) == .unsupportedPublicKeyType)
        #expect(code(of: [0x80, 0x24, 0x05] + Self.raw) == .invalidPublicKey)
        #expect(code(of: []) == .invalidDID)
        #expect(throws: DIDError.invalidDID) { try DIDKey("did:web:example.org") }
        #expect(throws: DIDError.invalidDID) { try DIDKey("did:key:u7QEHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBw") }
    }
}

@Suite struct `A controller document` {
    static let issuer = "https://college.example/issuer"

    static func key(_ seed: UInt8) throws -> Multikey {
        try Multikey(Curve25519.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: seed, count: 32)).publicKey)
    }

    static func json(controller: String = issuer, purpose: String = "assertionMethod", type: JSON = "Multikey") throws -> JSON {
        [
            "id": .string(issuer),
            "verificationMethod": [
                [
                    "id": .string(issuer + "#key-1"), "type": type, "controller": .string(controller),
                    "publicKeyMultibase": .string(try key(1).multibase), "expires": "2027-01-01T00:00:00Z",
                ]
            ],
            purpose: [.string(issuer + "#key-1")],
        ]
    }

    @Test func `gives a key that it lists for the purpose`() throws {
        let method = try ControllerDocument(Self.json()).method(Self.issuer + "#key-1", for: .assertionMethod)
        #expect(try method.key == Self.key(1))
        #expect(method.expires == DateTimeStamp("2027-01-01T00:00:00Z"))
    }

    @Test func `refuses a key that it does not list, or lists for something else, or for another controller`() throws {
        let id = Self.issuer + "#key-1"
        let unlisted = Self.issuer + "#" + (try Self.key(2).multibase)
        #expect(throws: ControllerDocumentError.noSuchMethod(unlisted)) {
            try ControllerDocument(Self.json()).method(unlisted, for: .assertionMethod)
        }
        #expect(throws: ControllerDocumentError.wrongPurpose(id)) {
            try ControllerDocument(Self.json(purpose: "authentication")).method(id, for: .assertionMethod)
        }
        #expect(throws: ControllerDocumentError.foreignController("https://other.example")) {
            try ControllerDocument(Self.json(controller: "https://other.example")).method(id, for: .assertionMethod)
        }
        #expect(throws: ControllerDocumentError.unsupportedMethod(id)) {
            try ControllerDocument(Self.json(type: "JsonWebKey")).method(id, for: .assertionMethod)
        }
    }

    @Test func `reads a method that stands under its purpose itself`() throws {
        var json = try #require(try Self.json().object)
        let method = try #require(json["verificationMethod"]?[0])
        json.remove("verificationMethod")
        json["assertionMethod"] = [method]
        #expect(try ControllerDocument(.object(json)).method(Self.issuer + "#key-1", for: .assertionMethod).key == Self.key(1))
    }

    @Test func `has a URL as its id and no two methods of one name`() throws {
        #expect(throws: ControllerDocumentError.self) { try ControllerDocument(["id": "college"]) }
        var json = try #require(try Self.json().object)
        let method = try #require(json["verificationMethod"]?[0])
        json["verificationMethod"] = [method, method]
        #expect(throws: ControllerDocumentError.malformed("two methods are called \(Self.issuer)#key-1")) {
            try ControllerDocument(.object(json))
        }
    }
}
