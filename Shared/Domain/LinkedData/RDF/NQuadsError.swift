/// Why and where a text is not N-Quads.
public struct NQuadsError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Reason: Hashable, Sendable {
        case unexpected(expected: String)
        case unexpectedEnd(expected: String)
        case invalidUTF8
        case invalidEscape
        case invalidIRI
        case invalidLanguageTag
        case invalidLabel
        case limit(RDFLimitError)
    }

    /// What is wrong.
    public let reason: Reason
    /// Bytes before the place.
    public let offset: Int
    /// The line, from 1; LF, CR and CRLF each end one.
    public let line: Int
    /// The Unicode scalar in its line, from 1.
    public let column: Int

    /// Finds line and column; reads all bytes before the offset.
    init(_ failure: NQuadsFailure, in bytes: Span<UInt8>) {
        self.reason = failure.reason
        self.offset = min(failure.offset, bytes.count)
        var line = 1
        var column = 1
        for index in 0..<self.offset {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\n"), index > 0, bytes[index - 1] == UInt8(ascii: "\r") { continue }
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        self.line = line
        self.column = column
    }

    /// One sentence with the place. It never holds any of the text.
    public var description: String { "line \(self.line), column \(self.column): \(self.reason.sentence)" }
}

/// What a reader throws before it is known in which line it is.
struct NQuadsFailure: Error {
    let reason: NQuadsError.Reason
    let offset: Int

    init(_ reason: NQuadsError.Reason, _ offset: Int) {
        self.reason = reason
        self.offset = offset
    }
}

extension NQuadsError.Reason {
    fileprivate var sentence: String {
        switch self {
        case .unexpected(let expected): "\(expected) is expected here"
        case .unexpectedEnd(let expected): "the text ends where \(expected) is expected"
        case .invalidUTF8: "these bytes are not UTF-8"
        case .invalidEscape:
            #"a backslash must be followed by one of t b n r f " ' \ in a literal, or by u and four or U and eight digits of a Unicode scalar"#
        case .invalidIRI: "an IRI must have a scheme, and no space, control character or any of < > \" { } | ^ ` \\, even escaped"
        case .invalidLanguageTag: "a language tag must be letters, then parts of letters and digits, each behind a hyphen"
        case .invalidLabel: "the label of a blank node must begin with a letter, a digit, _ or :"
        case .limit(let error): error.description
        }
    }
}
