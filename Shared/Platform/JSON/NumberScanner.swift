/// The grammar of numbers (RFC 8259 §6).
enum NumberScanner {
    /// Where the number that starts at an offset ends, or nil when there is none.
    static func end(of bytes: Span<UInt8>, from start: Int) -> Int? {
        var at = start
        return Self.skip(bytes, &at) ? at : nil
    }

    /// Moves behind a number. False when there is none; then `at` stands on the byte that is not as it should be.
    @inline(__always)
    static func skip(_ bytes: Span<UInt8>, _ at: inout Int) -> Bool {
        if at < bytes.count, bytes[at] == UInt8(ascii: "-") { at &+= 1 }
        if at < bytes.count, bytes[at] == UInt8(ascii: "0") {
            at &+= 1
        } else {
            guard Self.skipDigits(bytes, &at) else { return false }
        }
        if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
            at &+= 1
            guard Self.skipDigits(bytes, &at) else { return false }
        }
        if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
            at &+= 1
            if at < bytes.count, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") { at &+= 1 }
            guard Self.skipDigits(bytes, &at) else { return false }
        }
        return true
    }

    @inline(__always)
    private static func skipDigits(_ bytes: Span<UInt8>, _ at: inout Int) -> Bool {
        let start = at
        while at < bytes.count, bytes[at] &- UInt8(ascii: "0") < 10 { at &+= 1 }
        return at > start
    }
}
