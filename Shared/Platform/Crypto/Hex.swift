/// Bytes as pairs of hexadecimal digits (RFC 4648 §8).
public enum Hex {
    /// Two lower-case digits a byte.
    public static func encode(_ bytes: [UInt8]) -> String {
        String(unsafeUninitializedCapacity: 2 * bytes.count) { buffer in
            for (index, byte) in bytes.enumerated() {
                buffer[2 * index] = Self.digit(byte >> 4)
                buffer[2 * index + 1] = Self.digit(byte & 15)
            }
            return 2 * bytes.count
        }
    }

    /// The bytes of a text of pairs; upper and lower case are alike.
    public static func decode(_ text: String) throws(CryptoError) -> [UInt8] {
        let digits = [UInt8](text.utf8)
        guard digits.count % 2 == 0 else {
            throw .invalidText(encoding: "hexadecimal", offset: digits.count, reason: "a digit is missing")
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        for index in stride(from: 0, to: digits.count, by: 2) {
            bytes.append(try Self.value(of: digits, at: index) << 4 | (try Self.value(of: digits, at: index + 1)))
        }
        return bytes
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    private static func value(of digits: [UInt8], at index: Int) throws(CryptoError) -> UInt8 {
        switch digits[index] {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digits[index] - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digits[index] - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digits[index] - UInt8(ascii: "A") + 10
        default: throw .invalidText(encoding: "hexadecimal", offset: index, reason: "a digit is 0-9 or a-f")
        }
    }
}
