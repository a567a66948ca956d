public import JSON

/// Why a document cannot be processed: the specification's code, where, and a sentence for people.
public struct JSONLDError: Error, Sendable, Hashable {
    /// What is wrong.
    public let code: JSONLDErrorCode
    /// The member or element that is wrong; in `document` when that is set, else in the document that was given.
    public private(set) var pointer: JSONPointer
    /// The address of the remote context that is wrong.
    public private(set) var document: String?
    /// What is wrong here, without any value of the document but names.
    public let detail: String

    init(_ code: JSONLDErrorCode, _ detail: String) {
        self.code = code
        self.pointer = .root
        self.detail = detail
    }

    /// The error as seen from one step further out. Within a remote context the way ends at its root.
    func under(_ token: String) -> JSONLDError {
        guard self.document == nil else { return self }
        var error = self
        error.pointer = JSONPointer([token] + self.pointer.tokens)
        return error
    }

    /// The error of a remote context.
    func within(document: String) -> JSONLDError {
        guard self.document == nil else { return self }
        var error = self
        error.document = document
        return error
    }

    /// The same place under another code: the specification reports any error of a scoped context as one.
    func recoded(_ code: JSONLDErrorCode) -> JSONLDError {
        var error = JSONLDError(code, self.detail)
        error.pointer = self.pointer
        error.document = self.document
        return error
    }
}

extension JSONLDError: CustomStringConvertible {
    /// One sentence with code and place.
    public var description: String {
        let text = self.pointer.description
        let place = text.isEmpty ? "the document" : text.utf8.count > 200 ? text.prefix(200) + "..." : text
        let remote = self.document.map { " of \($0)" } ?? ""
        return "\(self.code.rawValue) at \(place)\(remote): \(self.detail)"
    }
}

/// Runs a step that is one name or index further in; its errors get that token on their way out, so that the way costs nothing until then.
@inline(__always)
func under<Result>(
    _ token: @autoclosure () -> String, _ body: () throws(JSONLDError) -> Result
) throws(JSONLDError) -> Result {
    do throws(JSONLDError) {
        return try body()
    } catch {
        throw error.under(token())
    }
}
