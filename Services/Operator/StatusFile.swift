import Configuration
import Credentials
import JSON

/// A status list that somebody has as a file: `--status URL=FILE`.
struct StatusFile: Sendable, Equatable {
    /// The most bytes of such a file: the list itself is packed, and base64 adds a third.
    static let bytesLimit = 24 << 20

    /// The URL that credentials name it by.
    let url: String
    let path: String

    /// The last `=` divides, since URLs may hold one.
    static let format = ValueFormat<StatusFile>("a status list's URL, =, and its file", placeholder: "URL=FILE") { text in
        guard let sign = text.lastIndex(of: "="), text[..<sign].contains(":"), text.index(after: sign) < text.endIndex else { return nil }
        return StatusFile(url: String(text[..<sign]), path: String(text[text.index(after: sign)...]))
    } write: {
        "\($0.url)=\($0.path)"
    }

    /// The list, taken when its file was last changed.
    func copy() throws -> StatusListCopy {
        let file = try InputFile(self.path, limit: Self.bytesLimit)
        let document = try JSON(parsing: file.bytes, limits: JSONLimits(maxBytes: Self.bytesLimit))
        return StatusListCopy(document: document, takenAt: file.changedAt)
    }
}
