/// Bytes as text, six bits a character (RFC 4648 §4 and §5). Strict: one text per run of bytes.
public enum Base64: Sendable {
    /// The alphabet with + and /, padded with =.
    case standard
    /// The alphabet with - and _, without padding, as JOSE and multibase `u` have it.
    case url

    /// The text of some bytes.
    public func encode(_ bytes: [UInt8]) -> String {
        let alphabet = self == .url ? Self.urlAlphabet : Self.standardAlphabet
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let count = min(3, bytes.count - start)
            var group = UInt32(bytes[start]) << 16
            if count > 1 { group |= UInt32(bytes[start + 1]) << 8 }
            if count > 2 { group |= UInt32(bytes[start + 2]) }
            for position in 0...count { text.append(alphabet[Int(group >> (18 - 6 * UInt32(position)) & 63)]) }
            if self == .standard { text += [UInt8](repeating: UInt8(ascii: "="), count: 3 - count) }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of a text. Refused are characters of the other alphabet, white space, wrong padding and bits that no byte holds.
    public func decode(_ text: String) throws(CryptoError) -> [UInt8] {
        var digits = [UInt8](text.utf8)
        if self == .standard { try self.removePadding(from: &digits) }
        guard digits.count % 4 != 1 else { throw self.error(at: digits.count, "a character is missing or one is too many") }
        let values = self == .url ? Self.urlValues : Self.standardValues
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count * 3 / 4)
        var group: UInt32 = 0
        var bits: UInt32 = 0
        for (index, digit) in digits.enumerated() {
            let value = values[Int(digit)]
            guard value < 64 else { throw self.error(at: index, "a character of another alphabet") }
            group = group << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(group >> bits & 255))
                group &= (1 << bits) - 1
            }
        }
        guard group == 0 else { throw self.error(at: digits.count - 1, "the last character holds bits that belong to no byte") }
        return bytes
    }

    private func removePadding(from digits: inout [UInt8]) throws(CryptoError) {
        guard digits.count % 4 == 0 else { throw self.error(at: digits.count, "the length is no multiple of four; padding is missing") }
        for _ in 0..<2 where digits.last == UInt8(ascii: "=") { digits.removeLast() }
    }

    private func error(at offset: Int, _ reason: String) -> CryptoError {
        .invalidText(encoding: self == .url ? "base64url" : "base64", offset: offset, reason: reason)
    }

    private static let standardAlphabet = [UInt8]("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let urlAlphabet = [UInt8]("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    private static let standardValues = Self.values(of: Self.standardAlphabet)
    private static let urlValues = Self.values(of: Self.urlAlphabet)

    private static func values(of alphabet: [UInt8]) -> [UInt8] {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
        return values
    }
}
