import JSON
import TestSupport

/// Reads official files as JSON.
enum SharedJSON {
    static func read(_ path: String) throws -> JSON {
        try JSON(parsing: SharedFiles.bytes("standards/" + path))
    }

    static func text(_ path: String) throws -> String {
        var text = try SharedFiles.text("standards/" + path)
        while text.last?.isNewline == true { text.removeLast() }
        return text
    }
}
