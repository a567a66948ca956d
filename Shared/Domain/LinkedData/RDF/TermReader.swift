/// Reads terms from what `TermWriter` wrote.
enum TermReader {
    /// The IRI or literal that these bytes are.
    static func term(_ bytes: UnsafeBufferPointer<UInt8>) -> RDFTerm {
        if bytes[0] == UInt8(ascii: "<") { return .iri(Self.unescaped(bytes[1..<bytes.count - 1])) }
        // The closing quote: the only one after the first that no backslash stands before.
        var end = 1
        while bytes[end] != UInt8(ascii: "\"") { end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1 }
        let lexicalForm = Self.unescaped(bytes[1..<end])
        guard end + 1 < bytes.count else { return .literal(RDFLiteral(lexicalForm)) }
        if bytes[end + 1] == UInt8(ascii: "@") {
            return .literal(RDFLiteral(lexicalForm, language: String(decoding: bytes[(end + 2)...], as: UTF8.self)))
        }
        return .literal(RDFLiteral(lexicalForm, datatype: Self.unescaped(bytes[(end + 4)..<bytes.count - 1])))
    }

    private static func unescaped(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> String {
        guard bytes.contains(UInt8(ascii: "\\")) else { return String(decoding: bytes, as: UTF8.self) }
        var result: [UInt8] = []
        var at = bytes.startIndex
        while at < bytes.endIndex {
            guard bytes[at] == UInt8(ascii: "\\") else {
                result.append(bytes[at])
                at += 1
                continue
            }
            switch bytes[at + 1] {
            case UInt8(ascii: "b"): result.append(0x08)
            case UInt8(ascii: "t"): result.append(0x09)
            case UInt8(ascii: "n"): result.append(0x0A)
            case UInt8(ascii: "f"): result.append(0x0C)
            case UInt8(ascii: "r"): result.append(0x0D)
            case UInt8(ascii: "u"):
                let digits = String(decoding: bytes[at + 2..<at + 6], as: UTF8.self)
                result.append(contentsOf: String(UInt16(digits, radix: 16).flatMap(Unicode.Scalar.init) ?? "\u{FFFD}").utf8)
                at += 4
            default: result.append(bytes[at + 1])
            }
            at += 2
        }
        return String(decoding: result, as: UTF8.self)
    }
}
