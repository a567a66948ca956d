/// What is wrong with a percent-encoded text.
public enum PercentDecodingError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A `%` at this byte is not followed by two hexadecimal digits.
    case badEscape(byte: Int)
    /// The decoded bytes are not UTF-8.
    case notUTF8
    /// The decoded text holds NUL, which C libraries and PostgreSQL take for an end.
    case holdsNUL

    /// One sentence.
    public var description: String {
        switch self {
        case .badEscape(let byte): "the % at byte \(byte) is not followed by two hexadecimal digits"
        case .notUTF8: "the decoded bytes are not UTF-8"
        case .holdsNUL: "the decoded text holds NUL"
        }
    }
}

/// Undoes percent-encoding (RFC 3986 §2.1), refusing what another reader could take otherwise.
enum PercentDecoding {
    /// The text that `encoded` stands for. In forms and queries a plus sign is a space (WHATWG URL §5.1).
    static func decode(_ encoded: Substring, plusIsSpace: Bool) throws(PercentDecodingError) -> String {
        if !encoded.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == 0 || (plusIsSpace && $0 == UInt8(ascii: "+")) }) {
            return String(encoded)
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(encoded.utf8.count)
        let source = Array(encoded.utf8)
        var position = 0
        while position < source.count {
            let byte = source[position]
            if byte == UInt8(ascii: "%") {
                guard position + 2 < source.count, let high = self.digit(source[position + 1]), let low = self.digit(source[position + 2])
                else { throw .badEscape(byte: position) }
                bytes.append(high << 4 | low)
                position += 3
            } else {
                bytes.append(plusIsSpace && byte == UInt8(ascii: "+") ? 32 : byte)
                position += 1
            }
        }
        if bytes.contains(0) { throw .holdsNUL }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
        return text
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...70: byte - 55
        case 97...102: byte - 87
        default: nil
        }
    }
}
