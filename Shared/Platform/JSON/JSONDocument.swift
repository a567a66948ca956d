/// A parsed document: flat nodes over the bytes it was parsed from, with the place of every value. The fast way to read JSON once.
///
/// Strict (RFC 8259): UTF-8 without a byte order mark, no duplicate names, no lone surrogates, nothing behind the value.
public struct JSONDocument: Sendable {
    private let tape: Tape

    /// Parses bytes.
    public init(parsing bytes: [UInt8], limits: JSONLimits = .standard) throws(JSONError) {
        var parser = TapeParser(limits: limits)
        do throws(ParseFailure) {
            try parser.parse(bytes.span)
        } catch {
            throw parser.error(error, bytes)
        }
        self.tape = Tape(bytes: bytes, nodes: parser.nodes, largeObjects: parser.largeObjects)
    }

    /// Parses borrowed bytes, which are copied once.
    public init(parsing bytes: Span<UInt8>, limits: JSONLimits = .standard) throws(JSONError) {
        // Too many are not even copied: the parser needs no more of them to refuse.
        let count = min(bytes.count, limits.maxBytes + 1)
        let copy = bytes.extracting(first: count).withUnsafeBufferPointer { Array($0) }
        try self.init(parsing: copy, limits: limits)
    }

    /// Parses a text.
    public init(parsing text: String, limits: JSONLimits = .standard) throws(JSONError) {
        try self.init(parsing: Array(text.utf8), limits: limits)
    }

    /// The document's value.
    public var root: JSONView {
        JSONView(tape: self.tape, index: 0, unknownMembers: .refused)
    }

    /// The bytes that were parsed.
    public var bytes: [UInt8] { self.tape.bytes }

    /// The line and column of a byte.
    public func position(of offset: Int) -> JSONPosition {
        self.tape.position(of: offset)
    }

    /// Reads the document as a Swift type. Events are read with `.ignored`, so that their senders can add members.
    public func decode<Value: JSONDecodable>(
        _ type: Value.Type = Value.self, unknownMembers: JSONUnknownMembers = .refused
    ) throws(JSONDecodingError) -> Value {
        try Value(from: JSONView(tape: self.tape, index: 0, unknownMembers: unknownMembers))
    }
}

extension TapeParser {
    /// The error for people: with line and column, and with the way to the value that was being read.
    fileprivate func error(_ failure: ParseFailure, _ bytes: [UInt8]) -> JSONError {
        // The names of the open containers, from the inside out. An open container reaches to the end of the nodes.
        var tokens: [String] = []
        let tape = Tape(bytes: bytes, nodes: self.nodes, largeObjects: LargeObjects())
        var container = self.open
        var inner = self.nodes.count
        while container >= 0 {
            if let token = self.token(of: inner, in: container, tape) { tokens.append(token) }
            inner = container
            container = Int(Int32(bitPattern: self.nodes[container].next))
        }
        return JSONError(
            reason: failure.reason, position: JSONPosition(offset: failure.offset, in: bytes.span), pointer: JSONPointer(tokens.reversed()))
    }

    /// The last name or index of an open container that starts before a node.
    private func token(of inner: Int, in container: Int, _ tape: Tape) -> String? {
        let isObject = self.nodes[container].kind == .object
        if !isObject { return self.nodes[container].count == 0 ? nil : String(self.nodes[container].count - 1) }
        var name = container + 1
        while name < inner {
            let value = name + 1
            let next = value < inner ? tape.next(after: value) : inner
            if next >= inner { return tape.string(at: name) }
            name = next
        }
        return nil
    }
}
