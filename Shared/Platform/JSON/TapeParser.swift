/// What went wrong at which byte; the way to it is worked out later, once, from the nodes that are there.
struct ParseFailure: Error {
    let reason: JSONError.Reason
    let offset: Int

    init(_ reason: JSONError.Reason, _ offset: Int) {
        self.reason = reason
        self.offset = offset
    }
}

/// The strict parser (RFC 8259): bytes in, nodes out. A loop, not a recursion: while a container is open its node points to the one around it,
/// so depth costs no stack.
struct TapeParser {
    private(set) var nodes: [TapeNode] = []
    private(set) var largeObjects = LargeObjects()
    /// The innermost open container, -1 when there is none.
    private(set) var open = -1
    private var depth = 0
    private var at = 0
    private let limits: JSONLimits

    init(limits: JSONLimits) {
        self.limits = limits
    }

    /// Parses one document. After a failure `nodes` and `open` say how far it came.
    mutating func parse(_ bytes: Span<UInt8>) throws(ParseFailure) {
        guard bytes.count <= self.limits.maxBytes else { throw ParseFailure(.tooManyBytes(limit: self.limits.maxBytes), 0) }
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { throw ParseFailure(.byteOrderMark, 0) }
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes)
        } catch {
            throw ParseFailure(.invalidUTF8, error.byteOffsets.lowerBound)
        }
        self.nodes.reserveCapacity(min(bytes.count / 12, self.limits.maxNodes) + 4)
        try self.readDocument(bytes)
        self.skipSpace(bytes)
        guard self.at == bytes.count else { throw ParseFailure(.trailingContent, self.at) }
    }

    private mutating func readDocument(_ bytes: Span<UInt8>) throws(ParseFailure) {
        while true {
            // A container that was just opened and is not empty: its first value is next.
            if try self.readValue(bytes) { continue }
            // A value is complete, and with it perhaps the containers around it.
            while true {
                if self.open < 0 { return }
                self.skipSpace(bytes)
                let isObject = self.nodes[self.open].kind == .object
                let closing = isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
                let byte = self.at < bytes.count ? bytes[self.at] : 0
                if byte == UInt8(ascii: ",") {
                    self.at &+= 1
                    if isObject { try self.readName(bytes) }
                    self.nodes[self.open].count &+= 1
                    break
                }
                guard byte == closing else { throw self.unexpected(isObject ? "a comma or }" : "a comma or ]", bytes) }
                self.at &+= 1
                try self.close(bytes)
            }
        }
    }

    /// Reads a value. True when it is a container that was opened and has something in it.
    @inline(__always)
    private mutating func readValue(_ bytes: Span<UInt8>) throws(ParseFailure) -> Bool {
        self.skipSpace(bytes)
        guard self.at < bytes.count else { throw self.unexpected("a value", bytes) }
        let start = self.at
        switch bytes[start] {
        case UInt8(ascii: "\""): try self.readString(bytes)
        case UInt8(ascii: "{"): return try self.open(.object, until: UInt8(ascii: "}"), bytes)
        case UInt8(ascii: "["): return try self.open(.array, until: UInt8(ascii: "]"), bytes)
        case UInt8(ascii: "t"): try self.readWord("true", .yes, bytes)
        case UInt8(ascii: "f"): try self.readWord("false", .no, bytes)
        case UInt8(ascii: "n"): try self.readWord("null", .null, bytes)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            guard NumberScanner.skip(bytes, &self.at) else { throw self.unexpected("a digit", bytes) }
            guard self.at &- start <= self.limits.maxNumberBytes else {
                throw ParseFailure(.numberTooLong(limit: self.limits.maxNumberBytes), start)
            }
            try self.append(TapeNode(.number, from: start, to: self.at))
        default: throw self.unexpected("a value", bytes)
        }
        return false
    }

    private mutating func open(_ kind: TapeNode.Kind, until closing: UInt8, _ bytes: Span<UInt8>) throws(ParseFailure) -> Bool {
        guard self.depth < self.limits.maxDepth else { throw ParseFailure(.tooDeep(limit: self.limits.maxDepth), self.at) }
        let node = self.nodes.count
        try self.append(TapeNode(kind, from: self.at, within: self.open))
        self.open = node
        self.depth &+= 1
        self.at &+= 1
        self.skipSpace(bytes)
        if self.at < bytes.count, bytes[self.at] == closing {
            self.at &+= 1
            try self.close(bytes)
            return false
        }
        if kind == .object { try self.readName(bytes) }
        self.nodes[node].count = 1
        return true
    }

    private mutating func close(_ bytes: Span<UInt8>) throws(ParseFailure) {
        let node = self.open
        if self.nodes[node].kind == .object, self.nodes[node].count > 1 { try self.refuseDuplicates(in: node, bytes) }
        self.open = Int(Int32(bitPattern: self.nodes[node].next))
        self.depth &-= 1
        self.nodes[node].next = UInt32(truncatingIfNeeded: self.nodes.count)
        self.nodes[node].end = UInt32(truncatingIfNeeded: self.at)
    }

    @inline(__always)
    private mutating func readName(_ bytes: Span<UInt8>) throws(ParseFailure) {
        self.skipSpace(bytes)
        guard self.at < bytes.count, bytes[self.at] == UInt8(ascii: "\"") else { throw self.unexpected("a member's name in quotes", bytes) }
        try self.readString(bytes)
        self.skipSpace(bytes)
        guard self.at < bytes.count, bytes[self.at] == UInt8(ascii: ":") else { throw self.unexpected("a colon", bytes) }
        self.at &+= 1
    }

    @inline(__always)
    private mutating func readString(_ bytes: Span<UInt8>) throws(ParseFailure) {
        self.at &+= 1
        let start = self.at
        let content = try StringScanner.skip(bytes, &self.at)
        try self.append(TapeNode(content.hasEscapes ? .escapedString : .string, from: start, to: content.end))
    }

    private mutating func readWord(_ word: StaticString, _ kind: TapeNode.Kind, _ bytes: Span<UInt8>) throws(ParseFailure) {
        let start = self.at
        for offset in 0..<word.utf8CodeUnitCount {
            guard self.at < bytes.count, bytes[self.at] == word.utf8Start[offset] else {
                throw self.unexpected("true, false or null", bytes)
            }
            self.at &+= 1
        }
        try self.append(TapeNode(kind, from: start, to: self.at))
    }

    @inline(__always)
    private mutating func append(_ node: TapeNode) throws(ParseFailure) {
        guard self.nodes.count < self.limits.maxNodes else { throw ParseFailure(.tooManyNodes(limit: self.limits.maxNodes), self.at) }
        self.nodes.append(node)
    }

    @inline(__always)
    private mutating func skipSpace(_ bytes: Span<UInt8>) {
        while self.at < bytes.count {
            let byte = bytes[self.at]
            guard byte <= 0x20, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            self.at &+= 1
        }
    }

    private func unexpected(_ expected: String, _ bytes: Span<UInt8>) -> ParseFailure {
        ParseFailure(self.at < bytes.count ? .unexpected(expected: expected) : .unexpectedEnd(expected: expected), self.at)
    }

    /// Compares the names of a complete object: each with each when they are few, else through a hash table.
    private mutating func refuseDuplicates(in object: Int, _ bytes: Span<UInt8>) throws(ParseFailure) {
        let finder = DuplicateFinder(nodes: self.nodes, end: self.nodes.count, object: object)
        let count = Int(self.nodes[object].count)
        let duplicate =
            count <= LargeObjects.threshold ? finder.search(bytes) : finder.fill(&self.largeObjects, members: count, bytes)
        if let duplicate { throw ParseFailure(.duplicateName, Int(self.nodes[duplicate].start) - 1) }
    }
}
