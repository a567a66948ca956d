import Crypto
import JSON
import TestSupport
import Testing

@testable import Credentials

@Suite(.enabled(if: SharedFiles.has("standards/vectors/keys"))) struct `The vectors of keys` {
    @Test func `of Ed25519 read and write every form, and the signatures that must be refused are`() throws {
        let vectors = try SharedJSON.read("vectors/keys/ed25519-rfc8032.json")
        let valid = try #require(vectors["valid"]?.array)
        try #require(valid.count == 3)
        for vector in valid {
            let text = try #require(vector["publicKeyMultibase"]?.string)
            let key = try Multikey(text)
            let signing = try SigningKey(secretMultibase: try #require(vector["secretKeyMultibase"]?.string))
            #expect(Hex.encode(key.rawRepresentation) == vector["public_hex"]?.string && key.multibase == text)
            #expect(signing.multikey == key && DIDKey(key).description == vector["did_key"]?.string)
            let jwk = try #require(vector["jwk"])
            #expect(key.jwk == jwk.with("d", nil))
            #expect(try Multikey(jwk: jwk.with("d", nil)) == key)
            #expect(throws: DIDError.invalidPublicKey, "a private key is no public one") { try Multikey(jwk: jwk) }
            let message = try Hex.decode(try #require(vector["message_hex"]?.string))
            #expect(try Hex.encode(signing.signature(for: message)) == vector["signature_hex"]?.string)
        }
        let refused = try #require(vectors["must_reject"]?.array)
        for vector in refused {
            let key = try Multikey(.ed25519, rawRepresentation: Hex.decode(try #require(vector["public_hex"]?.string)))
            let message = try Hex.decode(try #require(vector["message_hex"]?.string))
            let signature = try Hex.decode(try #require(vector["signature_hex"]?.string))
            #expect(try !key.isValidSignature(signature, for: message), "\(vector["what"] ?? nil)")
        }
        print("keys/ed25519-rfc8032: run \(valid.count + refused.count), passed all, skipped 0")
    }

    @Test func `of P-256 read and write every form, and take both halves of s`() throws {
        let vector = try SharedJSON.read("vectors/keys/ecdsa-p256-rfc6979.json")
        let key = try Multikey(try #require(vector["publicKeyMultibase"]?.string))
        let signing = try SigningKey(secretMultibase: try #require(vector["secretKeyMultibase"]?.string))
        #expect(Hex.encode(key.rawRepresentation) == vector["compressed_hex"]?.string)
        #expect(signing.multikey == key)
        let jwk = try #require(vector["jwk"])
        #expect(key.jwk == jwk)
        #expect(try Multikey(jwk: jwk) == key)
        let message = Array(try #require(vector["message"]?.string).utf8)
        for name in ["signature_r_s_hex", "high_s_variant_r_s_hex"] {
            #expect(try key.isValidSignature(Hex.decode(try #require(vector[name]?.string)), for: message))
        }
        let der = try Hex.decode(try #require(vector["signature_der_hex"]?.string))
        #expect(try !key.isValidSignature(der, for: message))
        print("keys/ecdsa-p256-rfc6979: run 1, passed 1, skipped 0")
    }
}

@Suite(.enabled(if: SharedFiles.has("standards/vectors/multicodec"))) struct `The table of multicodec` {
    @Test func `has every row that is needed, as the files have it`() throws {
        let rows = try #require(try SharedJSON.read("vectors/multicodec/needed-rows.json")["rows"]?.array)
        let table = try SharedFiles.text("standards/vectors/multicodec/table.csv").split(separator: "\n").map { line in
            line.split(separator: ",").prefix(3).map { $0.filter { !$0.isWhitespace } }
        }
        #expect(rows.count == Multicodec.allCases.count)
        for row in rows {
            let codec = try #require(Multicodec.allCases.first { $0.name == row["name"]?.string })
            #expect("0x" + String(codec.rawValue, radix: 16) == row["code"]?.string)
            #expect(Hex.encode(codec.prefix) == row["varint_prefix_hex"]?.string)
            #expect(codec.payloadByteCount == row["payload_bytes"]?.int)
            let line = try #require(table.first { $0.first == codec.name })
            #expect(line[2].lowercased() == row["code"]?.string)
        }
        print("multicodec: run \(rows.count), passed all, skipped 0")
    }
}

@Suite struct `A JWK` {
    /// P-384, whose coordinates come from the curve's own arithmetic.
    static func whole() throws -> JSON {
        let key = try P384.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: 7, count: 48))
        return try #require(Multikey(key.publicKey).jwk)
    }

    @Test func `is read strictly`() throws {
        let jwk = try Self.whole()
        let key = try Multikey(jwk: jwk)
        #expect(key.kind == .p384 && key.jwk == jwk)
        #expect(try Multikey(jwk: jwk.with("alg", "ES384").with("kid", "1")) == key)
        let y = try #require(jwk["y"]?.string)
        var other = try Base64.url.decode(y)
        other[0] ^= 1  // of the same parity, and no point
        for (changed, error) in [
            (jwk.with("alg", "ES256"), .invalidPublicKey), (jwk.with("crv", "P-256"), .invalidPublicKeyLength),
            (jwk.with("crv", "P-521"), .unsupportedPublicKeyType), (jwk.with("kty", "RSA"), .unsupportedPublicKeyType),
            (jwk.with("y", nil), .invalidPublicKey), (jwk.with("x", .string(y + "=")), .invalidPublicKey),
            (jwk.with("y", .string(Base64.url.encode(other))), .invalidPublicKey), (jwk.with("y", jwk["x"]), .invalidPublicKey),
            (jwk.with("d", "AA"), .invalidPublicKey), ("text", .invalidPublicKey),
            (jwk.with("x", .string(Base64.url.encode([0] + (try Base64.url.decode(y))))), .invalidPublicKeyLength),
        ] as [(JSON, DIDError)] {
            #expect(throws: error, "\(changed)") { try Multikey(jwk: changed) }
        }
    }

    @Test func `of a curve without signatures here is read, and writes none where it cannot`() throws {
        let x25519: JSON = ["kty": "OKP", "crv": "X25519", "x": "3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08"]
        #expect(try Multikey(jwk: x25519).jwk == x25519)
        #expect(throws: DIDError.invalidPublicKey) { try Multikey(jwk: x25519.with("y", "AA")) }
        let secp256k1: JSON = [
            "kty": "EC", "crv": "secp256k1", "x": "eKx_FaLzPMT4ndwvImdV_pTv-JX1SQpJ8tDK6GLiYIE",
            "y": "-TzpGxGLPnXWMJWTqYvqn55Z8Xi-J_ZM40bjtjGaELs",
        ]
        let key = try Multikey(jwk: secp256k1)
        #expect(key.kind == .secp256k1 && key.jwk == nil)
        #expect(throws: ProofError.wrongKey) { try key.isValidSignature([UInt8](repeating: 1, count: 64), for: []) }
    }
}

@Suite struct `A secret key` {
    @Test func `of another kind, or as a public one, signs nothing`() throws {
        for (bytes, error) in [
            (Multicodec.x25519Private.prefix + [UInt8](repeating: 7, count: 32), .unsupportedPublicKeyType),
            (Multicodec.ed25519Public.prefix + [UInt8](repeating: 7, count: 32), .unsupportedPublicKeyType),
            (Multicodec.p384Private.prefix + [UInt8](repeating: 7, count: 32), .invalidPublicKeyLength),
            (Multicodec.p256Private.prefix + [UInt8](repeating: 0, count: 32), .invalidPublicKey),
            (Multicodec.p256Private.prefix + [UInt8](repeating: 255, count: 32), .invalidPublicKey),
        ] as [([UInt8], DIDError)] {
            #expect(throws: error) { try SigningKey(secretMultibase: Multibase.base58.encode(bytes)) }
        }
    }
}
