/// What HTML needs of a text that is put into it.
enum HTML {
    /// Puts a text in so that it means itself in content and in quoted attributes.
    static func escape(_ text: String, into bytes: inout [UInt8]) {
        var text = text
        text.withUTF8 { source in
            var start = 0
            for at in source.indices {
                guard let entity = Self.entity(of: source[at]) else { continue }
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: source[start..<at]))
                bytes.append(contentsOf: entity.utf8)
                start = at + 1
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: source[start...]))
        }
    }

    @inline(__always)
    private static func entity(of byte: UInt8) -> String? {
        // All five lie at or below the greater-than sign.
        guard byte <= UInt8(ascii: ">") else { return nil }
        return switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }
}
