import Chassis
import CloudEvents
import JSON

extension JSONReader {
    /// Reads what people call a thing by: 1 to 100 characters without blanks at the ends, and never in the form of an id.
    func code(_ name: String) throws(JSONDecodingError) -> String {
        let text = try self.filled(name, limit: CodeText.limit)
        if !CodeText.isCode(text), let member = self.member(name) {
            throw member.mismatch(expected: "a code such as WELD-101: up to \(CodeText.limit) characters, no blank at its ends, not an id")
        }
        return text
    }

    /// The same of a code that may be absent or null.
    func code(optional name: String) throws(JSONDecodingError) -> String? {
        guard let member = self.member(name), !member.isNull else { return nil }
        return try self.code(name)
    }
}

/// What people call a campus or an achievement by.
enum CodeText {
    /// The most bytes of one.
    static let limit = 100

    /// Whether a text can be a code. One in the form of an id could be taken for an id.
    static func isCode(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, let last = bytes.last, bytes.count <= Self.limit, first != 32, last != 32 else { return false }
        return bytes.allSatisfy { $0 >= 32 && $0 != 127 } && UUIDValue(text) == nil
    }
}
