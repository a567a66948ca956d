public import Crypto

/// What an issuer signs with.
public enum SigningKey: Sendable {
    case ed25519(Curve25519.Signing.PrivateKey)
    case p256(P256.Signing.PrivateKey)
    case p384(P384.Signing.PrivateKey)

    /// Reads a secret key as Controlled Identifiers 1.0 §2.2.2 writes it: multibase over a multicodec prefix and the raw key.
    public init(secretMultibase text: String) throws(DIDError) {
        let (codec, raw) = try Multicodec.split(multibase: text)
        guard [.ed25519Private, .p256Private, .p384Private].contains(codec) else { throw .unsupportedPublicKeyType }
        guard codec.payloadByteCount == raw.count else { throw .invalidPublicKeyLength }
        do throws(CryptoError) {
            switch codec {
            case .ed25519Private: self = .ed25519(try Curve25519.Signing.PrivateKey(rawRepresentation: raw))
            case .p256Private: self = .p256(try P256.Signing.PrivateKey(rawRepresentation: raw))
            default: self = .p384(try P384.Signing.PrivateKey(rawRepresentation: raw))
            }
        } catch {
            throw .invalidPublicKey
        }
    }

    /// The public half.
    public var multikey: Multikey {
        switch self {
        case .ed25519(let key): Multikey(key.publicKey)
        case .p256(let key): Multikey(key.publicKey)
        case .p384(let key): Multikey(key.publicKey)
        }
    }

    /// The signature of these bytes as a proof carries it: of ECDSA r and s one after the other, s low, the nonce from libcrypto.
    func signature(for data: [UInt8]) throws(ProofError) -> [UInt8] {
        do throws(CryptoError) {
            switch self {
            case .ed25519(let key): return key.signature(for: data)
            case .p256(let key): return try key.signature(for: data).rawRepresentation
            case .p384(let key): return try key.signature(for: data).rawRepresentation
            }
        } catch {
            throw .generation("the key made no signature: \(error)")
        }
    }
}
