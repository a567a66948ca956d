/// Labels of blank nodes by N-Quads' BLANK_NODE_LABEL.
enum BlankLabel {
    /// Whether N-Quads can write it behind `_:`.
    static func isValid(_ label: Span<UInt8>) -> Bool {
        guard label.count > 0, label[label.count - 1] != UInt8(ascii: ".") else { return false }
        var at = 0
        while at < label.count {
            let (scalar, length) = UTF8Scalar.read(label, at)
            guard let scalar, at == 0 ? Self.isFirst(scalar) : Self.isLater(scalar) || scalar == "." else { return false }
            at += length
        }
        return true
    }

    /// Where a label ends that begins at a place: a full stop is in it only when more of it follows.
    static func end(_ bytes: Span<UInt8>, _ start: Int) -> Int {
        var end = start
        var at = start
        while at < bytes.count {
            let (scalar, length) = UTF8Scalar.read(bytes, at)
            guard let scalar, scalar == "." || Self.isLater(scalar) else { break }
            at += length
            if scalar != "." { end = at }
        }
        return end
    }

    /// PN_CHARS_U and digits.
    private static func isFirst(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", ":": true
        case ..<"\u{80}": false
        default: Self.isNameLetter(scalar.value)
        }
    }

    /// PN_CHARS. A full stop may stand between two of them.
    private static func isLater(_ scalar: Unicode.Scalar) -> Bool {
        if Self.isFirst(scalar) { return true }
        switch scalar.value {
        case 0x2D, 0xB7, 0x300...0x36F, 0x203F...0x2040: return true
        default: return false
        }
    }

    /// PN_CHARS_BASE above ASCII.
    private static func isNameLetter(_ value: UInt32) -> Bool {
        switch value {
        case 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF, 0x370...0x37D, 0x37F...0x1FFF, 0x200C...0x200D, 0x2070...0x218F, 0x2C00...0x2FEF,
            0x3001...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFFFD, 0x10000...0xEFFFF:
            true
        default: false
        }
    }
}
