/// The way from a document's root to one value in it, by names and indexes (RFC 6901).
public struct JSONPointer: Sendable, Hashable, CustomStringConvertible {
    /// The names and indexes on the way, unescaped.
    public private(set) var tokens: [String]

    /// The whole document.
    public static let root = JSONPointer([])

    /// A way whose steps are known.
    public init(_ tokens: [String]) {
        self.tokens = tokens
    }

    /// Reads the text form: empty, or each step behind a slash, with `~1` for a slash and `~0` for a tilde.
    public init(parsing text: String) throws(JSONPointerError) {
        self.tokens = []
        var token: [UInt8] = []
        var tilde = false
        for (offset, byte) in text.utf8.enumerated() {
            if offset == 0 {
                guard byte == UInt8(ascii: "/") else { throw .noLeadingSlash }
            } else if tilde {
                guard byte == UInt8(ascii: "0") || byte == UInt8(ascii: "1") else { throw .badEscape(offset: offset - 1) }
                token.append(byte == UInt8(ascii: "0") ? UInt8(ascii: "~") : UInt8(ascii: "/"))
                tilde = false
            } else if byte == UInt8(ascii: "~") {
                tilde = true
            } else if byte == UInt8(ascii: "/") {
                self.tokens.append(String(decoding: token, as: UTF8.self))
                token.removeAll(keepingCapacity: true)
            } else {
                token.append(byte)
            }
        }
        guard !tilde else { throw .badEscape(offset: text.utf8.count - 1) }
        if !text.isEmpty { self.tokens.append(String(decoding: token, as: UTF8.self)) }
    }

    /// Goes one step further, into a member.
    public mutating func append(_ name: String) {
        self.tokens.append(name)
    }

    /// Goes one step further, into an element.
    public mutating func append(_ index: Int) {
        self.tokens.append(String(index))
    }

    /// The way one step further, into a member.
    public func appending(_ name: String) -> JSONPointer {
        JSONPointer(self.tokens + [name])
    }

    /// The way one step further, into an element.
    public func appending(_ index: Int) -> JSONPointer {
        JSONPointer(self.tokens + [String(index)])
    }

    /// The text form; empty for the root.
    public var description: String {
        var text: [UInt8] = []
        for token in self.tokens {
            text.append(UInt8(ascii: "/"))
            for byte in token.utf8 {
                switch byte {
                case UInt8(ascii: "~"): text += "~0".utf8
                case UInt8(ascii: "/"): text += "~1".utf8
                default: text.append(byte)
                }
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Two ways are the same when their bytes are: names are not normalised (RFC 6901 §4).
    public static func == (left: JSONPointer, right: JSONPointer) -> Bool {
        left.tokens.elementsEqual(right.tokens) { $0.hasSameBytes(as: $1) }
    }

    /// Feeds the bytes of each step.
    public func hash(into hasher: inout Hasher) {
        for token in self.tokens { token.hashBytes(into: &hasher) }
    }

    /// The element that a step names: digits without a leading zero. `-`, the place behind the last element, names none.
    static func index(of token: String) -> Int? {
        guard let first = token.utf8.first, token.utf8.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) else { return nil }
        guard first != UInt8(ascii: "0") || token.utf8.count == 1 else { return nil }
        return Int(token)
    }
}

extension JSONPointer: ExpressibleByStringLiteral {
    /// A pointer in source code; one that is malformed is a mistake of the program.
    public init(stringLiteral text: String) {
        do throws(JSONPointerError) {
            try self.init(parsing: text)
        } catch {
            preconditionFailure("\"\(text)\" is not a JSON pointer: \(error)")
        }
    }
}

/// Why a text is no JSON pointer.
public enum JSONPointerError: Error, Sendable, Hashable, CustomStringConvertible {
    case noLeadingSlash
    case badEscape(offset: Int)

    /// One sentence for people.
    public var description: String {
        switch self {
        case .noLeadingSlash: "a JSON pointer is empty or starts with /"
        case .badEscape(let offset): "in a JSON pointer ~ is followed by 0 or 1 (offset \(offset))"
        }
    }
}
