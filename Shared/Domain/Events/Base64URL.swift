/// Base64 with the alphabet of URLs and without padding (RFC 4648 §5); each sequence of bytes has one form only.
enum Base64URL {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 0xFF, count: 256)
        for (value, character) in Self.alphabet.enumerated() { values[Int(character)] = UInt8(value) }
        return values
    }()

    static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count * 4 + 2) / 3)
        var store: UInt32 = 0
        var bits: UInt32 = 0
        for byte in bytes {
            store = store << 8 | UInt32(byte)
            bits += 8
            while bits >= 6 {
                bits -= 6
                text.append(Self.alphabet[Int(store >> bits & 63)])
            }
        }
        if bits > 0 { text.append(Self.alphabet[Int(store << (6 - bits) & 63)]) }
        return String(decoding: text, as: UTF8.self)
    }

    static func decode(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count * 3 / 4)
        var store: UInt32 = 0
        var bits: UInt32 = 0
        for character in text.utf8 {
            let value = Self.values[Int(character)]
            guard value != 0xFF else { return nil }
            store = store << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: store >> bits))
            }
        }
        // Whole groups only, and no set bits beyond the last byte.
        guard bits < 6, store & (1 << bits - 1) == 0 else { return nil }
        return bytes
    }
}
