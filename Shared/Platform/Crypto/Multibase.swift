/// Bytes as text whose first character names the encoding (Controlled Identifiers 1.0 §2.4): `z` base58btc, `u` base64url.
public enum Multibase: Character, Sendable {
    /// base58btc.
    case base58 = "z"
    /// base64url without padding.
    case base64URL = "u"

    /// The text of some bytes, its encoding named first.
    public func encode(_ bytes: [UInt8]) -> String {
        switch self {
        case .base58: "z" + Base58.encode(bytes)
        case .base64URL: "u" + Base64.url.encode(bytes)
        }
    }

    /// The bytes of a text, by the encoding that it names.
    public static func decode(_ text: String) throws(CryptoError) -> [UInt8] {
        guard let first = text.first, let encoding = Multibase(rawValue: first) else {
            throw .invalidText(encoding: "multibase", offset: 0, reason: "it starts with z (base58btc) or u (base64url)")
        }
        return try encoding.decode(text)
    }

    /// The bytes of a text that must be in this encoding.
    public func decode(_ text: String) throws(CryptoError) -> [UInt8] {
        guard text.first == self.rawValue else {
            throw .invalidText(encoding: "multibase", offset: 0, reason: "it must start with \(self.rawValue)")
        }
        let digits = String(text.dropFirst())
        switch self {
        case .base58: return try Base58.decode(digits)
        case .base64URL: return try Base64.url.decode(digits)
        }
    }
}
