public import Crypto

/// A public key as Controlled Identifiers 1.0 §2.2.2 writes it: multibase over a multicodec prefix and the raw key.
public struct Multikey: Sendable, Hashable {
    /// What the key is for, by its multicodec prefix.
    public enum Kind: Sendable, CaseIterable {
        case ed25519, x25519, secp256k1, p256, p384, bls12381G2

        /// The code as an unsigned varint.
        var prefix: [UInt8] {
            switch self {
            case .ed25519: [0xed, 0x01]
            case .x25519: [0xec, 0x01]
            case .secp256k1: [0xe7, 0x01]
            case .p256: [0x80, 0x24]
            case .p384: [0x81, 0x24]
            case .bls12381G2: [0xeb, 0x01]
            }
        }

        /// How many bytes follow the prefix.
        var byteCount: Int {
            switch self {
            case .ed25519, .x25519: 32
            case .secp256k1, .p256: 33
            case .p384: 49
            case .bls12381G2: 96
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

    /// Reads the text form, which is always base58btc.
    public init(_ text: String) throws(DIDError) {
        let bytes: [UInt8]
        do {
            bytes = try Multibase.base58.decode(text)
        } catch {
            throw .invalidDID
        }
        guard let kind = Kind.allCases.first(where: { bytes.starts(with: $0.prefix) }) else {
            throw bytes.count < 2 ? .invalidDID : .unsupportedPublicKeyType
        }
        self.kind = kind
        self.rawRepresentation = [UInt8](bytes.dropFirst(kind.prefix.count))
        guard self.rawRepresentation.count == kind.byteCount else { throw .invalidPublicKeyLength }
        guard self.isPoint else { throw .invalidPublicKey }
    }

    /// The text form: `z` and base58btc.
    public var multibase: String { Multibase.base58.encode(self.kind.prefix + self.rawRepresentation) }

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
