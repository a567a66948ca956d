/// Why and where a text is not acceptable JSON.
public struct JSONError: Error, Sendable, Hashable {
    /// What is wrong.
    public enum Reason: Sendable, Hashable {
        case unexpectedEnd(expected: String)
        case unexpected(expected: String)
        case trailingContent
        case byteOrderMark
        case invalidUTF8
        case controlCharacter
        case invalidEscape
        case loneSurrogate
        case duplicateName
        case tooManyBytes(limit: Int)
        case tooDeep(limit: Int)
        case tooManyNodes(limit: Int)
        case numberTooLong(limit: Int)
    }

    /// What is wrong.
    public let reason: Reason
    /// Where it is.
    public let position: JSONPosition
    /// The value that was being read.
    public let pointer: JSONPointer

    /// Bytes before the place.
    public var offset: Int { self.position.offset }
    /// The line, from 1.
    public var line: Int { self.position.line }
    /// The column, from 1.
    public var column: Int { self.position.column }
}

extension JSONError: CustomStringConvertible {
    /// One sentence with place and remedy. It never holds a value of the document.
    public var description: String {
        let place = self.pointer == .root ? "" : " (at \(self.pointer.shown))"
        return "\(self.position): \(self.reason.sentence)\(place)"
    }
}

extension JSONError.Reason {
    fileprivate var sentence: String {
        switch self {
        case .unexpectedEnd(let expected): "the text ends where \(expected) is expected"
        case .unexpected(let expected): "\(expected) is expected here"
        case .trailingContent: "something follows the JSON value; remove it"
        case .byteOrderMark: "the text starts with a byte order mark; save it as UTF-8 without one"
        case .invalidUTF8: "these bytes are not UTF-8; save the text as UTF-8"
        case .controlCharacter: "a control character must be written as an escape such as \\n or \\u001f"
        case .invalidEscape: "a backslash must be followed by one of \" \\ / b f n r t or by u and four hexadecimal digits"
        case .loneSurrogate: "a \\u escape in D800-DFFF must be part of a pair of a high and a low surrogate"
        case .duplicateName: "this name occurs before in the same object; keep one of them"
        case .tooManyBytes(let limit): "the text is longer than \(limit) bytes"
        case .tooDeep(let limit): "arrays and objects are nested more than \(limit) levels deep"
        case .tooManyNodes(let limit): "there are more than \(limit) values and names"
        case .numberTooLong(let limit): "the number has more than \(limit) characters"
        }
    }
}

extension JSONPointer {
    /// What an error message shows of a pointer at most; names in hostile input can be long.
    static let longestShown = 200

    /// The text form, cut where a message would become unreadable.
    var shown: String {
        let text = self.description
        return text.count <= Self.longestShown ? text : text.prefix(Self.longestShown) + "..."
    }
}
