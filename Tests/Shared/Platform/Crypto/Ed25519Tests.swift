import Crypto
import JSON
import TestSupport
import Testing

@Suite(.enabled(if: SharedFiles.has("standards/vectors/keys"))) struct `The Ed25519 vectors of RFC 8032` {
    let vectors: JSON

    init() throws {
        self.vectors = try JSON(parsing: SharedFiles.bytes("standards/vectors/keys/ed25519-rfc8032.json"))
    }

    func bytes(_ vector: JSON, _ name: String) throws -> [UInt8] {
        try Hex.decode(try #require(vector[name]?.string))
    }

    @Test func `give their keys and signatures`() throws {
        let valid = try #require(self.vectors["valid"]?.array)
        try #require(valid.count == 3)
        for vector in valid {
            let key = try Curve25519.Signing.PrivateKey(rawRepresentation: self.bytes(vector, "seed_hex"))
            let (message, signature) = (try self.bytes(vector, "message_hex"), try self.bytes(vector, "signature_hex"))
            #expect(try key.publicKey.rawRepresentation == self.bytes(vector, "public_hex"))
            #expect(try key.rawRepresentation == self.bytes(vector, "seed_hex"))
            #expect(key.signature(for: message) == signature)
            #expect(key.publicKey.isValidSignature(signature, for: message))
            #expect(Multibase.base58.encode([0xed, 0x01] + key.publicKey.rawRepresentation) == vector["publicKeyMultibase"]?.string)
        }
    }

    @Test func `that must be rejected are`() throws {
        let rejected = try #require(self.vectors["must_reject"]?.array)
        try #require(rejected.count == 4)
        for vector in rejected {
            let key = try Curve25519.Signing.PublicKey(rawRepresentation: self.bytes(vector, "public_hex"))
            let (message, signature) = (try self.bytes(vector, "message_hex"), try self.bytes(vector, "signature_hex"))
            #expect(!key.isValidSignature(signature, for: message), "\(vector["what"] ?? nil)")
        }
    }
}

@Suite struct `An Ed25519 key` {
    typealias Key = Curve25519.Signing.PublicKey

    /// With A the neutral point, R the base point and S = 1, the equation S·B = R + h·A holds for every message: a lenient verifier takes it.
    static let universal = [0x58] + [UInt8](repeating: 0x66, count: 31) + [0x01] + [UInt8](repeating: 0, count: 31)

    @Test(arguments: [
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ])
    func `of small order or in a form that is not canonical verifies nothing`(hex: String) throws {
        let key = try Key(rawRepresentation: Hex.decode(hex))
        #expect(!key.isStrong)
        #expect(!key.isValidSignature(Self.universal, for: []))
        #expect(!key.isValidSignature(Self.universal, for: Array("any".utf8)))
    }

    @Test func `has 32 bytes`() {
        #expect(throws: CryptoError.incorrectLength(of: "an Ed25519 public key", expected: "32", actual: 31)) {
            try Key(rawRepresentation: [UInt8](repeating: 1, count: 31))
        }
        #expect(throws: CryptoError.incorrectLength(of: "an Ed25519 private key", expected: "32", actual: 64)) {
            try Curve25519.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: 1, count: 64))
        }
    }

    @Test func `verifies its own text and no other`() throws {
        let key = try Curve25519.Signing.PrivateKey(from: SystemRandom())
        let text = Array("a credential".utf8)
        let signature = key.signature(for: text)
        #expect(key.publicKey.isStrong)
        #expect(key.publicKey.isValidSignature(signature, for: text))
        for position in signature.indices {
            var changed = signature
            changed[position] ^= 1
            #expect(!key.publicKey.isValidSignature(changed, for: text))
        }
        #expect(!key.publicKey.isValidSignature(signature, for: text + [0]))
        #expect(!(try Curve25519.Signing.PrivateKey(from: SystemRandom())).publicKey.isValidSignature(signature, for: text))
    }

    @Test func `comes from the random bytes that are given`() throws {
        let key = try Curve25519.Signing.PrivateKey(from: FixedRandom(pattern: [7, 8, 9]))
        #expect(key.rawRepresentation == FixedRandom(pattern: [7, 8, 9]).bytes(count: 32))
    }

    @Test func `never prints itself`() throws {
        let key = try Curve25519.Signing.PrivateKey(from: FixedRandom(pattern: [0x41]))
        #expect("\(key)" == "Curve25519.Signing.PrivateKey")
        #expect("\(SymmetricKey(data: [1, 2, 3, 4]))" == "SymmetricKey(32 bits)")
        var dumped = ""
        dump(key, to: &dumped)
        #expect(dumped.split(separator: "\n").count { $0.hasSuffix("- 65") } < 4)
    }
}
