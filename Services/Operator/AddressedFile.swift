import Configuration
import Credentials
import JSON

/// A document that somebody has as a file and that credentials name by an address: `--status URL=FILE`, `--did ID=FILE`.
struct AddressedFile: Sendable, Equatable {
    /// The most bytes of a status list's file: the list itself is packed, and base64 adds a third.
    static let listBytesLimit = 24 << 20
    /// The most bytes of an issuer's document.
    static let controllerBytesLimit = 1 << 20

    /// What credentials name it by.
    let address: String
    let path: String

    static let statusList = Self.format("a status list's URL, =, and its file", placeholder: "URL=FILE")
    static let controller = Self.format("an issuer's id, =, and the file of its document", placeholder: "ID=FILE")

    /// The last `=` divides, since URLs may hold one.
    private static func format(_ expectation: String, placeholder: String) -> ValueFormat<AddressedFile> {
        ValueFormat<AddressedFile>(expectation, placeholder: placeholder) { text in
            guard let sign = text.lastIndex(of: "="), text[..<sign].contains(":"), text.index(after: sign) < text.endIndex else {
                return nil
            }
            return AddressedFile(address: String(text[..<sign]), path: String(text[text.index(after: sign)...]))
        } write: {
            "\($0.address)=\($0.path)"
        }
    }

    /// The status list, taken when its file was last changed.
    func list() throws -> StatusListCopy {
        let file = try InputFile(self.path, limit: Self.listBytesLimit)
        let document = try JSON(parsing: file.bytes, limits: JSONLimits(maxBytes: Self.listBytesLimit))
        return StatusListCopy(document: document, takenAt: file.changedAt)
    }

    /// The issuer's own document, which must be called as the issuer is.
    func keys() throws -> ControllerDocument {
        let file = try InputFile(self.path, limit: Self.controllerBytesLimit)
        let document = try ControllerDocument(try JSON(parsing: file.bytes, limits: JSONLimits(maxBytes: Self.controllerBytesLimit)))
        guard document.id == self.address else { throw ForeignDocument(id: document.id) }
        return document
    }
}

/// The document of somebody else.
struct ForeignDocument: Error, CustomStringConvertible {
    /// Whose it is, by its own word.
    let id: String

    var description: String { "it is the document of \(self.id)" }
}
