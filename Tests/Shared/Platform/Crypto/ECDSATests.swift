import Crypto
import Testing

/// RFC 6979 A.2.5 (P-256, SHA-256, "sample") and A.2.6 (P-384, SHA-384, "sample").
@Suite struct `A key on a NIST curve` {
    static let sample = Array("sample".utf8)
    static let scalar256 = "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721"
    static let point256 =
        "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb67903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"
    static let r256 = "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
    static let highS256 = "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"
    static let lowS256 = "0834e36ad29a83bf2bc9385e491d6099c8fdf9d1ed67aa7ea5f51f93782857a9"
    static let scalar384 = "6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d896d5724e4c70a825f872c9ea60d2edf5"
    static let x384 = "ec3a4e415b4e19a4568618029f427fa5da9a8bc4ae92e02e06aae5286b300c64def8f0ea9055866064a254515480bc13"
    static let y384 = "8015d9b72d7d57244ea8ef9ac0c621896708a59367f9dfb9f54ca84b3f1c9db1288b231c3ae0d4fe7344fd2533264720"
    static let signature384 =
        "94edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c81a648152e44acf96e36dd1e80fabe46"
        + "99ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94fa329c145786e679e7b82c71a38628ac8"

    @Test func `of P-256 has the published point and takes the published signature`() throws {
        let key = try P256.Signing.PrivateKey(rawRepresentation: Hex.decode(Self.scalar256))
        #expect(Hex.encode(key.publicKey.x963Representation) == Self.point256)
        #expect(Hex.encode(key.publicKey.compressedRepresentation) == "03" + Self.point256.dropFirst(2).prefix(64))
        let signature = try P256.Signing.ECDSASignature(rawRepresentation: Hex.decode(Self.r256 + Self.highS256))
        #expect(key.publicKey.isValidSignature(signature, for: Self.sample))
        #expect(!key.publicKey.isValidSignature(signature, for: Self.sample + [0]))
    }

    @Test func `of P-384 has the published point and takes the published signature`() throws {
        let key = try P384.Signing.PrivateKey(rawRepresentation: Hex.decode(Self.scalar384))
        #expect(Hex.encode(key.publicKey.x963Representation) == "04" + Self.x384 + Self.y384)
        let signature = try P384.Signing.ECDSASignature(rawRepresentation: Hex.decode(Self.signature384))
        #expect(key.publicKey.isValidSignature(signature, for: Self.sample))
        #expect(!key.publicKey.isValidSignature(signature, for: []))
    }

    @Test func `tells a high S from a low one only when asked`() throws {
        let key = try P256.Signing.PublicKey(x963Representation: Hex.decode(Self.point256))
        let high = try P256.Signing.ECDSASignature(rawRepresentation: Hex.decode(Self.r256 + Self.highS256))
        let low = try P256.Signing.ECDSASignature(rawRepresentation: Hex.decode(Self.r256 + Self.lowS256))
        #expect(!high.isLowS)
        #expect(low.isLowS)
        #expect(key.isValidSignature(high, for: Self.sample))
        #expect(!key.isValidSignature(high, for: Self.sample, requiringLowS: true))
        #expect(key.isValidSignature(low, for: Self.sample, requiringLowS: true))
    }

    @Test func `is the same from its compressed form`() throws {
        let whole = try P256.Signing.PublicKey(x963Representation: Hex.decode(Self.point256))
        let short = try P256.Signing.PublicKey(compressedRepresentation: whole.compressedRepresentation)
        #expect(short.x963Representation == whole.x963Representation)
        let whole384 = try P384.Signing.PublicKey(x963Representation: Hex.decode("04" + Self.x384 + Self.y384))
        let short384 = try P384.Signing.PublicKey(compressedRepresentation: whole384.compressedRepresentation)
        #expect(short384.x963Representation == whole384.x963Representation)
    }

    @Test func `signs with a low S what it then verifies`() throws {
        let key256 = try P256.Signing.PrivateKey(from: SystemRandom())
        let key384 = try P384.Signing.PrivateKey(from: SystemRandom())
        for _ in 0..<16 {
            let short = try key256.signature(for: Self.sample)
            let long = try key384.signature(for: Self.sample)
            #expect(short.rawRepresentation.count == 64)
            #expect(long.rawRepresentation.count == 96)
            #expect(key256.publicKey.isValidSignature(short, for: Self.sample, requiringLowS: true))
            #expect(key384.publicKey.isValidSignature(long, for: Self.sample, requiringLowS: true))
        }
    }

    @Test func `refuses a point beside the curve and a scalar out of range`() throws {
        var point = try Hex.decode(Self.point256)
        point[64] ^= 1
        #expect(throws: CryptoError.invalidKey("the library does not read it")) {
            try P256.Signing.PublicKey(x963Representation: point)
        }
        #expect(throws: CryptoError.invalidKey("a P-256 public key starts with 04")) {
            try P256.Signing.PublicKey(x963Representation: [5] + point.dropFirst())
        }
        let order = try Hex.decode("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551")
        for scalar in [[UInt8](repeating: 0, count: 32), order, [UInt8](repeating: 255, count: 32)] {
            #expect(throws: CryptoError.invalidKey("a P-256 scalar lies between 1 and the order")) {
                try P256.Signing.PrivateKey(rawRepresentation: scalar)
            }
        }
        #expect(throws: CryptoError.invalidKey("the random source gave no scalar in 8 draws")) {
            try P256.Signing.PrivateKey(from: FixedRandom(pattern: [0xff]))
        }
    }

    @Test func `works in many tasks at once`() async throws {
        let key = try P256.Signing.PrivateKey(from: SystemRandom())
        await withTaskGroup(of: Bool.self) { group in
            for number in 0..<32 {
                group.addTask {
                    let text = [UInt8](repeating: UInt8(number), count: 50)
                    guard let signature = try? key.signature(for: text) else { return false }  // a throw is the failure that is looked for
                    return key.publicKey.isValidSignature(signature, for: text)
                }
            }
            for await isRight in group { #expect(isRight) }
        }
    }
}

@Suite struct `An ECDSA signature` {
    typealias Signature = P256.Signing.ECDSASignature

    @Test func `goes to DER and back`() throws {
        let raw = try Hex.decode(`A key on a NIST curve`.r256 + `A key on a NIST curve`.highS256)
        let signature = try Signature(rawRepresentation: raw)
        let der = "3046022100" + `A key on a NIST curve`.r256 + "022100" + `A key on a NIST curve`.highS256
        #expect(Hex.encode(signature.derRepresentation) == der)
        #expect(try Signature(derRepresentation: signature.derRepresentation) == signature)
        let small = try Signature(rawRepresentation: [UInt8](repeating: 0, count: 31) + [1] + [UInt8](repeating: 0, count: 31) + [0x80])
        #expect(Hex.encode(small.derRepresentation) == "300702010102020080")
        #expect(try Signature(derRepresentation: small.derRepresentation) == small)
    }

    @Test(arguments: [
        "", "30", "3000", "300602010102010100", "30070201010202000100", "300702020001020101", "30060201ff020101", "3106020101020101",
        "308106020101020101", "3080020101020101" + "0000", "3028" + "0223" + "01" + String(repeating: "00", count: 34) + "020101",
    ])
    func `is refused in any DER but the shortest`(hex: String) throws {
        let bytes = try Hex.decode(hex)
        #expect(throws: CryptoError.self) { try Signature(derRepresentation: bytes) }
    }

    @Test func `has two numbers of the curve's size`() {
        #expect(throws: CryptoError.incorrectLength(of: "a P-256 signature", expected: "64", actual: 63)) {
            try Signature(rawRepresentation: [UInt8](repeating: 1, count: 63))
        }
    }
}
