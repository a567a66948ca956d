public import Crypto

/// A public key as Controlled Identifiers 1.0 §2.2.2 writes it: multibase over a multicodec prefix and the raw key.
public struct Multikey: Sendable, Hashable {
    /// What the key is for, by its multicodec prefix.
    public enum Kind: Sendable, CaseIterable {
        case ed25519, x25519, secp256k1, p256, p384, bls12381G2

        /// The number before the key.
        public var codec: Multicodec {
            switch self {
            case .ed25519: .ed25519Public
            case .x25519: .x25519Public
            case .secp256k1: .secp256k1Public
            case .p256: .p256Public
            case .p384: .p384Public
            case .bls12381G2: .bls12381G2Public
            }
        }

        /// The hash that proofs by such a key are made with; nil when none can be judged here.
        public var proofHash: ProofHash? {
            switch self {
            case .ed25519, .p256: .sha256
            case .p384: .sha384
            case .x25519, .secp256k1, .bls12381G2: nil
            }
        }
    }

    /// What the key is for.
    public let kind: Kind
    /// The key without its prefix; points on curves are compressed.
    public let rawRepresentation: [UInt8]

    /// An Ed25519 key.
    public init(_ key: Curve25519.Signing.PublicKey) {
        self.kind = .ed25519
        self.rawRepresentation = key.rawRepresentation
    }

    /// A key on P-256.
    public init(_ key: P256.Signing.PublicKey) {
        self.kind = .p256
        self.rawRepresentation = key.compressedRepresentation
    }

    /// A key on P-384.
    public init(_ key: P384.Signing.PublicKey) {
        self.kind = .p384
        self.rawRepresentation = key.compressedRepresentation
    }

    /// Reads the text form, which is always base58btc.
    public init(_ text: String) throws(DIDError) {
        let (codec, raw) = try Multicodec.split(multibase: text)
        guard let kind = Kind.allCases.first(where: { $0.codec == codec }) else { throw .unsupportedPublicKeyType }
        try self.init(kind, rawRepresentation: raw)
    }

    /// A key of a kind from its bytes, which must be a point of its curve.
    init(_ kind: Kind, rawRepresentation: [UInt8]) throws(DIDError) {
        self.kind = kind
        self.rawRepresentation = rawRepresentation
        guard rawRepresentation.count == kind.codec.payloadByteCount else { throw .invalidPublicKeyLength }
        guard self.isPoint else { throw .invalidPublicKey }
    }

    /// A key of a kind from its bytes in base58, as methods before Multikey have it.
    init(_ kind: Kind, base58 text: String) throws(DIDError) {
        do {
            try self.init(kind, rawRepresentation: Base58.decode(text))
        } catch let error as DIDError {
            throw error
        } catch {
            throw .invalidPublicKey
        }
    }

    /// The text form: `z` and base58btc.
    public var multibase: String { Multibase.base58.encode(self.kind.codec.prefix + self.rawRepresentation) }

    /// Whether this key made the signature that a proof carries: of ECDSA r and s one after the other. Both forms of s are taken, since
    /// the standard's own vectors have both; neither says anything else.
    func isValidSignature(_ signature: [UInt8], for data: [UInt8]) throws(ProofError) -> Bool {
        do throws(CryptoError) {
            switch self.kind {
            case .ed25519:
                return try Curve25519.Signing.PublicKey(rawRepresentation: self.rawRepresentation).isValidSignature(signature, for: data)
            case .p256: return try Self.verify(signature, data, P256.Signing.PublicKey(compressedRepresentation: self.rawRepresentation))
            case .p384: return try Self.verify(signature, data, P384.Signing.PublicKey(compressedRepresentation: self.rawRepresentation))
            case .x25519, .secp256k1, .bls12381G2: throw CryptoError.invalidKey("it is of a kind that cannot be used here")
            }
        } catch {
            throw .wrongKey
        }
    }

    /// A signature of another length is none by this key.
    private static func verify<Curve: NISTCurve>(_ signature: [UInt8], _ data: [UInt8], _ key: ECDSA<Curve>.PublicKey) -> Bool {
        do throws(CryptoError) {
            return key.isValidSignature(try ECDSA<Curve>.ECDSASignature(rawRepresentation: signature), for: data)
        } catch {
            return false
        }
    }

    /// Whether a compressed point is one of its curve. An Ed25519 key is judged by each verification instead.
    private var isPoint: Bool {
        do {
            switch self.kind {
            case .p256: _ = try P256.Signing.PublicKey(compressedRepresentation: self.rawRepresentation)
            case .p384: _ = try P384.Signing.PublicKey(compressedRepresentation: self.rawRepresentation)
            case .secp256k1: return self.rawRepresentation[0] == 2 || self.rawRepresentation[0] == 3
            case .ed25519, .x25519, .bls12381G2: break
            }
            return true
        } catch {
            return false
        }
    }
}
