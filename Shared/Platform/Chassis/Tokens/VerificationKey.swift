import Crypto

/// A public key with the one algorithm that it is for (RFC 8725 §3.1): a token can't choose another.
public struct VerificationKey: Sendable {
    /// How a signature is made, by its name in JOSE.
    public enum Algorithm: String, Sendable, CaseIterable {
        /// Ed25519 (RFC 8037).
        case eddsa = "EdDSA"
        /// ECDSA over P-256 with SHA-256.
        case es256 = "ES256"
        /// RSASSA-PKCS1-v1_5 with SHA-256.
        case rs256 = "RS256"
    }

    private enum Material: Sendable {
        case ed25519(Curve25519.Signing.PublicKey)
        case p256(P256.Signing.PublicKey)
        case rsa(RSA.Signing.PublicKey)
    }

    /// What tokens call it by.
    public let id: String
    private let material: Material

    /// An Ed25519 key from its 32 bytes.
    public init(id: String, ed25519 bytes: [UInt8]) throws(KeySetError) {
        self.id = id
        do {
            let key = try Curve25519.Signing.PublicKey(rawRepresentation: bytes)
            guard key.isStrong else { throw CryptoError.invalidKey("anybody could sign for it") }
            self.material = .ed25519(key)
        } catch {
            throw KeySetError("the key \(id) is no Ed25519 key: \(error)")
        }
    }

    /// A P-256 key from its coordinates, 32 bytes each (RFC 7518 §6.2.1).
    public init(id: String, p256X x: [UInt8], y: [UInt8]) throws(KeySetError) {
        self.id = id
        do {
            guard x.count == 32, y.count == 32 else { throw CryptoError.invalidKey("a coordinate has 32 bytes") }
            self.material = .p256(try P256.Signing.PublicKey(x963Representation: [4] + x + y))
        } catch {
            throw KeySetError("the key \(id) is no P-256 key: \(error)")
        }
    }

    /// An RSA key from modulus and exponent, big-endian (RFC 7518 §6.3.1).
    public init(id: String, rsaModulus modulus: [UInt8], exponent: [UInt8]) throws(KeySetError) {
        self.id = id
        do {
            self.material = .rsa(try RSA.Signing.PublicKey(modulus: modulus, exponent: exponent))
        } catch {
            throw KeySetError("the key \(id) is no RSA key: \(error)")
        }
    }

    /// The one algorithm that it is for.
    public var algorithm: Algorithm {
        switch self.material {
        case .ed25519: .eddsa
        case .p256: .es256
        case .rsa: .rs256
        }
    }

    func isValidSignature(_ signature: [UInt8], for data: [UInt8]) -> Bool {
        switch self.material {
        case .ed25519(let key): return key.isValidSignature(signature, for: data)
        case .p256(let key):
            // A JWS has the two numbers side by side (RFC 7518 §3.4). Bytes of another length are no signature.
            do { return key.isValidSignature(try P256.Signing.ECDSASignature(rawRepresentation: signature), for: data) } catch {
                return false
            }
        case .rsa(let key): return key.isValidSignature(signature, for: data, padding: .pkcs1v15)
        }
    }
}
