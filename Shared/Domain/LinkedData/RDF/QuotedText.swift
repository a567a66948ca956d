/// What stands between `<` and `>` or between quotes in N-Quads.
struct QuotedText {
    /// Which of the two.
    enum Kind {
        case iri, literal
    }

    /// Where it lies in the text, without what encloses it.
    let content: Range<Int>
    /// Whether it has escapes, so that what it stands for is not what is written.
    let isEscaped: Bool

    /// Reads from the opening to behind the closing mark. With escapes, what the text stands for replaces what `unescaped` had.
    init(of kind: Kind, _ bytes: Span<UInt8>, _ at: inout Int, unescaped: inout [UInt8]) throws(NQuadsFailure) {
        let closing = kind == .iri ? UInt8(ascii: ">") : UInt8(ascii: "\"")
        let start = at + 1
        var plain = start
        var isEscaped = false
        at += 1
        while true {
            Self.skipPlain(of: kind, bytes, &at)
            guard at < bytes.count else {
                throw NQuadsFailure(.unexpectedEnd(expected: kind == .iri ? "the > of an IRI" : "the closing quote of a literal"), at)
            }
            let byte = bytes[at]
            if byte == closing { break }
            if byte == UInt8(ascii: "\\") {
                if !isEscaped { unescaped.removeAll(keepingCapacity: true) }
                isEscaped = true
                Self.append(bytes, plain..<at, to: &unescaped)
                try Self.readEscape(of: kind, bytes, &at, into: &unescaped)
                plain = at
            } else if kind == .iri {
                throw NQuadsFailure(.invalidIRI, at)
            } else {
                throw NQuadsFailure(.unexpected(expected: #"the closing quote of a literal, or \n or \r"#), at)
            }
        }
        if isEscaped { Self.append(bytes, plain..<at, to: &unescaped) }
        self.content = start..<at
        self.isEscaped = isEscaped
        at += 1
    }

    /// Moves to the next byte that is more than itself: what closes, a backslash, or what may not stand there as it is.
    private static func skipPlain(of kind: Kind, _ bytes: Span<UInt8>, _ at: inout Int) {
        let start = at
        at = bytes.withUnsafeBufferPointer { bytes in
            var at = start
            if kind == .iri {
                while at < bytes.count, bytes[at] != UInt8(ascii: ">"), bytes[at] != UInt8(ascii: "\\"), bytes[at] > 0x20 { at &+= 1 }
            } else {
                while at < bytes.count, bytes[at] != UInt8(ascii: "\""), bytes[at] != UInt8(ascii: "\\"), bytes[at] != UInt8(ascii: "\n"),
                    bytes[at] != UInt8(ascii: "\r")
                { at &+= 1 }
            }
            return at
        }
    }

    private static func append(_ bytes: Span<UInt8>, _ range: Range<Int>, to text: inout [UInt8]) {
        bytes.extracting(range).withUnsafeBufferPointer { text.append(contentsOf: $0) }
    }

    private static func readEscape(
        of kind: Kind, _ bytes: Span<UInt8>, _ at: inout Int, into text: inout [UInt8]
    ) throws(NQuadsFailure) {
        let start = at
        guard at + 1 < bytes.count else { throw NQuadsFailure(.invalidEscape, start) }
        let letter = bytes[at + 1]
        at += 2
        switch letter {
        case UInt8(ascii: "u"): Self.append(try Self.readScalar(4, bytes, &at, of: start), to: &text)
        case UInt8(ascii: "U"): Self.append(try Self.readScalar(8, bytes, &at, of: start), to: &text)
        case _ where kind == .iri: throw NQuadsFailure(.invalidIRI, start)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"): text.append(letter)
        default: throw NQuadsFailure(.invalidEscape, start)
        }
    }

    private static func append(_ scalar: Unicode.Scalar, to text: inout [UInt8]) {
        text.append(contentsOf: UTF8.encode(scalar) ?? .init())
    }

    private static func readScalar(
        _ digits: Int, _ bytes: Span<UInt8>, _ at: inout Int, of escape: Int
    ) throws(NQuadsFailure) -> Unicode.Scalar {
        guard at + digits <= bytes.count else { throw NQuadsFailure(.invalidEscape, escape) }
        var value: UInt32 = 0
        for _ in 0..<digits {
            let byte = bytes[at]
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt32(byte - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | UInt32(byte - UInt8(ascii: "A") + 10)
            default: throw NQuadsFailure(.invalidEscape, escape)
            }
            at += 1
        }
        guard let scalar = Unicode.Scalar(value) else { throw NQuadsFailure(.invalidEscape, escape) }
        return scalar
    }
}
