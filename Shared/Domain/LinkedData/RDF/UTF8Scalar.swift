/// Unicode scalars in UTF-8, one at a time.
enum UTF8Scalar {
    /// The scalar that starts at a place before the end, and its length in bytes; nil, and 1, when no well-formed one starts there.
    static func read(_ bytes: Span<UInt8>, _ at: Int) -> (scalar: Unicode.Scalar?, length: Int) {
        let first = bytes[at]
        if first < 0x80 { return (Unicode.Scalar(first), 1) }
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        guard first >= 0xC2, first <= 0xF4, at + length <= bytes.count else { return (nil, 1) }
        var value = UInt32(first) & (0x7F >> UInt32(length))
        for index in at + 1..<at + length {
            guard bytes[index] & 0xC0 == 0x80 else { return (nil, 1) }
            value = value << 6 | UInt32(bytes[index] & 0x3F)
        }
        let least: UInt32 = length == 4 ? 0x10000 : length == 3 ? 0x800 : 0x80
        guard value >= least, let scalar = Unicode.Scalar(value) else { return (nil, 1) }
        return (scalar, length)
    }
}
