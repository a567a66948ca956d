import Credentials

/// What may stand in the cells of a file.
enum CellText {
    /// The text without blanks at its ends; the blank that does not break (U+00A0) is one, since spreadsheets write it.
    static func trimmed(_ text: String) -> String {
        func isBlank(_ scalar: Unicode.Scalar) -> Bool { [0x09, 0x0A, 0x0D, 0x20, 0xA0].contains(scalar.value) }
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !isBlank($0) }), let last = scalars.lastIndex(where: { !isBlank($0) }) else {
            return ""
        }
        return String(scalars[first...last])
    }

    /// Whether a spreadsheet would take the text for a formula. Such cells are refused, not changed: whatever is signed or kept is what the
    /// college wrote, and a list of names that somebody opens later runs nothing.
    static func isFormula(_ text: String) -> Bool {
        text.unicodeScalars.first.map { "=+-@".unicodeScalars.contains($0) } ?? false
    }

    /// Whether it holds a control character, a line end among them.
    static func hasControls(_ text: String) -> Bool {
        text.unicodeScalars.contains { $0.value < 32 || (127..<160).contains($0.value) || $0.value == 0x2028 || $0.value == 0x2029 }
    }

    /// Whether it is a day of the calendar as `2026-05-30`.
    static func isDay(_ text: String) -> Bool { text.utf8.count == 10 && DateTimeStamp(text + "T00:00:00Z") != nil }

    /// Whether it looks like a mail address: one @ with something on both sides, and no blank.
    static func isMailAddress(_ text: String) -> Bool {
        let sides = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        return sides.count == 2 && sides.allSatisfy { !$0.isEmpty } && text.utf8.count <= 254 && !text.utf8.contains(32)
    }
}
