/// The grammar of strings (RFC 8259 §7) over bytes that are known to be UTF-8.
enum StringScanner {
    /// Where a string's content ends and whether it must be unescaped.
    struct Content {
        let end: Int
        let hasEscapes: Bool
    }

    /// Reads from the byte behind the opening quote to behind the closing one. Every escape is held against the grammar here, so that
    /// unescaping cannot fail later.
    @inline(__always)
    static func skip(_ bytes: Span<UInt8>, _ at: inout Int) throws(ParseFailure) -> Content {
        var hasEscapes = false
        while true {
            Self.skipPlain(bytes, &at)
            guard at < bytes.count else { throw ParseFailure(.unexpectedEnd(expected: "the closing quote of a string"), at) }
            switch bytes[at] {
            case UInt8(ascii: "\""):
                at &+= 1
                return Content(end: at &- 1, hasEscapes: hasEscapes)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                try Self.skipEscape(bytes, &at)
            default:
                throw ParseFailure(.controlCharacter, at)
            }
        }
    }

    /// Moves to the next quote, backslash or control character, eight bytes at a time.
    @inline(__always)
    static func skipPlain(_ bytes: Span<UInt8>, _ at: inout Int) {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        let raw = bytes.bytes
        while at &+ 8 <= bytes.count {
            let word = UInt64(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self))
            let quote = word ^ (ones &* 0x22)
            let backslash = word ^ (ones &* 0x5C)
            // The lowest marked byte is exact: a subtraction borrows only from bytes above one that is marked already.
            let marked = ((quote &- ones) & ~quote | (backslash &- ones) & ~backslash | (word &- ones &* 0x20) & ~word) & highs
            if marked != 0 {
                at &+= marked.trailingZeroBitCount &>> 3
                return
            }
            at &+= 8
        }
        while at < bytes.count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { return }
            at &+= 1
        }
    }

    /// Moves behind one escape, or behind two that form a surrogate pair.
    private static func skipEscape(_ bytes: Span<UInt8>, _ at: inout Int) throws(ParseFailure) {
        let start = at
        guard at + 1 < bytes.count else { throw ParseFailure(.unexpectedEnd(expected: "the rest of an escape"), bytes.count) }
        switch bytes[at + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
            UInt8(ascii: "r"), UInt8(ascii: "t"):
            at += 2
        case UInt8(ascii: "u"):
            guard let unit = Self.unit(bytes, at + 2) else { throw ParseFailure(.invalidEscape, start) }
            at += 6
            if UTF16.isTrailSurrogate(unit) { throw ParseFailure(.loneSurrogate, start) }
            guard UTF16.isLeadSurrogate(unit) else { return }
            guard at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"), bytes[at + 1] == UInt8(ascii: "u"),
                let low = Self.unit(bytes, at + 2), UTF16.isTrailSurrogate(low)
            else { throw ParseFailure(.loneSurrogate, start) }
            at += 6
        default:
            throw ParseFailure(.invalidEscape, start)
        }
    }

    /// Four hexadecimal digits.
    private static func unit(_ bytes: Span<UInt8>, _ start: Int) -> UInt16? {
        guard start + 4 <= bytes.count else { return nil }
        var unit: UInt16 = 0
        for offset in start..<start + 4 {
            let byte = bytes[offset]
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): unit = unit << 4 | UInt16(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): unit = unit << 4 | UInt16(byte - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): unit = unit << 4 | UInt16(byte - UInt8(ascii: "A") + 10)
            default: return nil
            }
        }
        return unit
    }

    /// The bytes that an escaped content stands for. The content has gone through `skip`.
    static func unescaped(_ bytes: Span<UInt8>, _ content: Range<Int>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(content.count)
        var at = content.lowerBound
        while at < content.upperBound {
            let byte = bytes[at]
            guard byte == UInt8(ascii: "\\") else {
                result.append(byte)
                at += 1
                continue
            }
            let kind = bytes[at + 1]
            at += 2
            switch kind {
            case UInt8(ascii: "b"): result.append(0x08)
            case UInt8(ascii: "f"): result.append(0x0C)
            case UInt8(ascii: "n"): result.append(0x0A)
            case UInt8(ascii: "r"): result.append(0x0D)
            case UInt8(ascii: "t"): result.append(0x09)
            case UInt8(ascii: "u"):
                let high = UInt32(Self.unit(bytes, at) ?? 0)
                at += 4
                var value = high
                if high & 0xF800 == 0xD800 {
                    value = 0x10000 + (high & 0x3FF) << 10 + UInt32(Self.unit(bytes, at + 2) ?? 0) & 0x3FF
                    at += 6
                }
                result.append(contentsOf: UTF8.encode(Unicode.Scalar(value) ?? "\u{FFFD}") ?? .init())
            default: result.append(kind)
            }
        }
        return result
    }
}
