import Crypto

/// What some bytes are, by the number before them (the multicodec table): the rows that keys and hashes of credentials use.
public enum Multicodec: UInt64, Sendable, CaseIterable {
    case sha256 = 0x12, sha512 = 0x13, sha384 = 0x20
    case secp256k1Public = 0xe7, bls12381G2Public = 0xeb, x25519Public = 0xec, ed25519Public = 0xed
    case p256Public = 0x1200, p384Public = 0x1201, p521Public = 0x1202, rsaPublic = 0x1205
    case ed25519Private = 0x1300, x25519Private = 0x1302, p256Private = 0x1306, p384Private = 0x1307
    case jwkPublic = 0xeb51

    /// As the table names it.
    public var name: String {
        switch self {
        case .sha256: "sha2-256"
        case .sha512: "sha2-512"
        case .sha384: "sha2-384"
        case .secp256k1Public: "secp256k1-pub"
        case .bls12381G2Public: "bls12_381-g2-pub"
        case .x25519Public: "x25519-pub"
        case .ed25519Public: "ed25519-pub"
        case .p256Public: "p256-pub"
        case .p384Public: "p384-pub"
        case .p521Public: "p521-pub"
        case .rsaPublic: "rsa-pub"
        case .ed25519Private: "ed25519-priv"
        case .x25519Private: "x25519-priv"
        case .p256Private: "p256-priv"
        case .p384Private: "p384-priv"
        case .jwkPublic: "jwk_jcs-pub"
        }
    }

    /// How many bytes follow the number; nil when they vary. Points on curves are compressed.
    public var payloadByteCount: Int? {
        switch self {
        case .sha256, .ed25519Public, .ed25519Private, .x25519Public, .x25519Private, .p256Private: 32
        case .secp256k1Public, .p256Public: 33
        case .sha384, .p384Private: 48
        case .p384Public: 49
        case .sha512: 64
        case .p521Public: 67
        case .bls12381G2Public: 96
        case .rsaPublic, .jwkPublic: nil
        }
    }

    /// The number as an unsigned varint: seven bits a byte, the lowest first, the top bit set but in the last.
    public var prefix: [UInt8] {
        var (bytes, rest): ([UInt8], UInt64) = ([], self.rawValue)
        while rest > 0x7f {
            bytes.append(UInt8(rest & 0x7f) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }

    /// Takes the number off the front of some bytes in multibase `z`. A number that is not in the table, or not written in its shortest
    /// form, is of an unknown kind.
    static func split(multibase text: String) throws(DIDError) -> (Multicodec, [UInt8]) {
        let bytes: [UInt8]
        do {
            bytes = try Multibase.base58.decode(text)
        } catch {
            throw .invalidDID
        }
        // The shortest number of a key has two bytes.
        guard bytes.count >= 2 else { throw .invalidDID }
        guard let codec = Self.allCases.first(where: { bytes.starts(with: $0.prefix) }) else { throw .unsupportedPublicKeyType }
        return (codec, [UInt8](bytes.dropFirst(codec.prefix.count)))
    }
}
