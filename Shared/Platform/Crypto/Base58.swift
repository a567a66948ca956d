/// Bytes as a number in base 58 with Bitcoin's alphabet, which leaves out 0, O, I and l. Each leading zero byte is one leading `1`.
public enum Base58 {
    /// The longest text that is decoded. The work grows with the square of the length, so there must be a limit; keys and signatures need 88.
    public static let maximumLength = 1_024

    /// The text of some bytes.
    public static func encode(_ bytes: [UInt8]) -> String {
        let zeros = bytes.prefix { $0 == 0 }.count
        var digits: [UInt8] = []
        for byte in bytes[zeros...] {
            var carry = Int(byte)
            for index in digits.indices {
                carry += Int(digits[index]) << 8
                digits[index] = UInt8(carry % 58)
                carry /= 58
            }
            while carry > 0 {
                digits.append(UInt8(carry % 58))
                carry /= 58
            }
        }
        let text = [UInt8](repeating: Self.alphabet[0], count: zeros) + digits.reversed().map { Self.alphabet[Int($0)] }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of a text.
    public static func decode(_ text: String) throws(CryptoError) -> [UInt8] {
        let characters = [UInt8](text.utf8)
        guard characters.count <= Self.maximumLength else { throw .textTooLong(encoding: "base58", limit: Self.maximumLength) }
        let zeros = characters.prefix { $0 == Self.alphabet[0] }.count
        var bytes: [UInt8] = []
        for (offset, character) in characters.enumerated().dropFirst(zeros) {
            let value = Self.values[Int(character)]
            guard value < 58 else {
                throw .invalidText(encoding: "base58", offset: offset, reason: "a character outside its alphabet")
            }
            var carry = Int(value)
            for index in bytes.indices {
                carry += Int(bytes[index]) * 58
                bytes[index] = UInt8(carry & 255)
                carry >>= 8
            }
            if carry > 0 { bytes.append(UInt8(carry)) }
        }
        return [UInt8](repeating: 0, count: zeros) + bytes.reversed()
    }

    private static let alphabet = [UInt8]("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)

    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, character) in Self.alphabet.enumerated() { values[Int(character)] = UInt8(value) }
        return values
    }()
}
