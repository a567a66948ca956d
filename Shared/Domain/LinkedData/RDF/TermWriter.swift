/// Writes terms as canonical N-Quads has them (RDFC-1.0 §5): each term in one way only.
enum TermWriter {
    /// What a byte of a text needs.
    private enum Need {
        static let nothing: UInt8 = 0
        static let escape: UInt8 = 1
        static let look: UInt8 = 2
        static let refusal: UInt8 = 3
    }

    private static let literalNeeds: [UInt8] = (0..<256).map { byte in
        switch UInt8(byte) {
        case 0..<0x20, 0x7F, UInt8(ascii: "\""), UInt8(ascii: "\\"): Need.escape
        case 0xEF: Need.look
        default: Need.nothing
        }
    }

    /// N-Quads' IRIREF excludes these, also when they are escaped.
    private static let iriNeeds: [UInt8] = (0..<256).map { byte in
        switch UInt8(byte) {
        case 0...0x20, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "|"),
            UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "\\"):
            Need.refusal
        case 0x7F: Need.escape
        case 0xEF: Need.look
        default: Need.nothing
        }
    }

    /// Appends `<iri>`. False, with nothing appended, when it has no scheme or holds what an IRI cannot hold.
    static func append(iri: Span<UInt8>, to text: inout [UInt8]) -> Bool {
        guard Self.hasScheme(iri) else { return false }
        let start = text.count
        text.append(UInt8(ascii: "<"))
        guard Self.append(iri, needs: Self.iriNeeds, to: &text) else {
            text.removeLast(text.count - start)
            return false
        }
        text.append(UInt8(ascii: ">"))
        return true
    }

    /// Appends `"lexical form"`.
    static func append(lexicalForm: Span<UInt8>, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "\""))
        _ = Self.append(lexicalForm, needs: Self.literalNeeds, to: &text)
        text.append(UInt8(ascii: "\""))
    }

    /// Appends `@tag`. False, with nothing appended, when it is no tag by N-Quads' LANGTAG.
    static func append(language: Span<UInt8>, to text: inout [UInt8]) -> Bool {
        guard Self.isLanguageTag(language) else { return false }
        text.append(UInt8(ascii: "@"))
        language.withUnsafeBufferPointer { text.append(contentsOf: $0) }
        return true
    }

    private static func append(_ bytes: Span<UInt8>, needs: [UInt8], to text: inout [UInt8]) -> Bool {
        bytes.withUnsafeBufferPointer { bytes in
            needs.withUnsafeBufferPointer { needs in
                var plain = 0
                var at = 0
                while at < bytes.count {
                    let need = needs[Int(bytes[at])]
                    if need == Need.nothing {
                        at &+= 1
                        continue
                    }
                    if need == Need.refusal { return false }
                    var length = 1
                    if need == Need.look {
                        // U+FFFE and U+FFFF, EF BF BE and EF BF BF: the only ones above U+007F that XML 1.1 does not call characters.
                        guard at + 2 < bytes.count, bytes[at + 1] == 0xBF, bytes[at + 2] >= 0xBE else {
                            at &+= 1
                            continue
                        }
                        length = 3
                    }
                    text.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[plain..<at]))
                    Self.appendEscape(length == 3 ? 0xFF00 | (UInt16(bytes[at + 2]) + 0x40) : UInt16(bytes[at]), to: &text)
                    at += length
                    plain = at
                }
                text.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[plain..<at]))
                return true
            }
        }
    }

    private static func appendEscape(_ unit: UInt16, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "\\"))
        switch unit {
        case 0x08: text.append(UInt8(ascii: "b"))
        case 0x09: text.append(UInt8(ascii: "t"))
        case 0x0A: text.append(UInt8(ascii: "n"))
        case 0x0C: text.append(UInt8(ascii: "f"))
        case 0x0D: text.append(UInt8(ascii: "r"))
        case 0x22: text.append(UInt8(ascii: "\""))
        case 0x5C: text.append(UInt8(ascii: "\\"))
        default:
            text.append(UInt8(ascii: "u"))
            for shift: UInt16 in [12, 8, 4, 0] {
                let digit = UInt8(unit >> shift & 15)
                text.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "A") + digit - 10)
            }
        }
    }

    /// RFC 3986 §3.1: a letter, then letters, digits, `+`, `-`, `.`, then a colon.
    private static func hasScheme(_ iri: Span<UInt8>) -> Bool {
        guard iri.count > 0, Self.isLetter(iri[0]) else { return false }
        for index in 1..<iri.count {
            let byte = iri[index]
            if byte == UInt8(ascii: ":") { return true }
            let isMark = byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
            guard isMark || Self.isLetter(byte) || Self.isDigit(byte) else { return false }
        }
        return false
    }

    private static func isLanguageTag(_ tag: Span<UInt8>) -> Bool {
        var partLength = 0
        var isFirstPart = true
        for index in 0..<tag.count {
            let byte = tag[index]
            if byte == UInt8(ascii: "-") {
                guard partLength > 0 else { return false }
                partLength = 0
                isFirstPart = false
            } else {
                guard Self.isLetter(byte) || (!isFirstPart && Self.isDigit(byte)) else { return false }
                partLength += 1
            }
        }
        return partLength > 0
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
