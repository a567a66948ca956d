/// Parses a sentence of the catalogue.
struct MessageParser {
    /// Plurals within one another.
    static let maxDepth = 4

    private let key: String
    private let scalars: [Unicode.Scalar]
    private var at = 0

    init(_ text: String, key: String) {
        self.key = key
        self.scalars = Array(text.unicodeScalars)
    }

    mutating func parse() throws(MessageError) -> Message {
        let message = try self.message(depth: 0)
        guard self.at == self.scalars.count else { throw self.malformed("an opening brace before this closing one") }
        return message
    }

    private var next: Unicode.Scalar? { self.at < self.scalars.count ? self.scalars[self.at] : nil }

    /// Reads to the end or to the brace that closes the form of a plural.
    private mutating func message(depth: Int) throws(MessageError) -> Message {
        guard depth <= Self.maxDepth else { throw MessageError(.tooDeep(limit: Self.maxDepth), key: self.key) }
        var parts: [Message.Part] = []
        var text = String.UnicodeScalarView()
        func flush() {
            if !text.isEmpty { parts.append(.text(String(text))) }
            text = String.UnicodeScalarView()
        }
        while let scalar = self.next, scalar != "}" {
            self.at += 1
            switch scalar {
            case "{":
                flush()
                parts.append(try self.placeholder(depth: depth))
            case "#" where depth > 0:
                flush()
                parts.append(.count)
            case "'": text.append(contentsOf: self.quoted(depth: depth))
            default: text.append(scalar)
            }
        }
        flush()
        return Message(parts: parts)
    }

    /// What an apostrophe, already read, stands for.
    private mutating func quoted(depth: Int) -> String.UnicodeScalarView {
        var text = String.UnicodeScalarView()
        switch self.next {
        case "'":
            self.at += 1
            text.append("'")
        case "{", "}": text = self.untilApostrophe()
        case "#" where depth > 0: text = self.untilApostrophe()
        default: text.append("'")
        }
        return text
    }

    private mutating func untilApostrophe() -> String.UnicodeScalarView {
        var text = String.UnicodeScalarView()
        while let scalar = self.next {
            self.at += 1
            if scalar == "'" {
                guard self.next == "'" else { break }
                self.at += 1
            }
            text.append(scalar)
        }
        return text
    }

    private mutating func placeholder(depth: Int) throws(MessageError) -> Message.Part {
        let name = TemplateName(try self.word("the name of a placeholder"))
        guard self.next == "," else {
            try self.expect("}")
            return .argument(name)
        }
        try self.expect(",")
        let start = self.at
        let kind = try self.word("number, date or plural")
        switch kind {
        case "number", "date":
            try self.expect("}")
            return kind == "number" ? .number(name) : .date(name)
        case "plural":
            try self.expect(",")
            return .plural(try self.plural(of: name, depth: depth))
        default:
            self.at = start
            self.skipSpace()
            throw self.malformed("number, date or plural")
        }
    }

    private mutating func plural(of name: TemplateName, depth: Int) throws(MessageError) -> Message.Plural {
        var exact: [Int: Message] = [:]
        var forms: [String: Message] = [:]
        self.skipSpace()
        while self.next != "}" {
            let start = self.at
            let isExact = self.next == "="
            if isExact { self.at += 1 }
            let selector = try self.word("=0, one or other")
            let number = isExact ? Int(selector) : nil
            let isKnown = number.map { exact[$0] == nil } ?? (!isExact && ["one", "other"].contains(selector) && forms[selector] == nil)
            guard isKnown else {
                self.at = start
                throw self.malformed("=0, one or other, each once")
            }
            try self.expect("{")
            let form = try self.message(depth: depth + 1)
            try self.expect("}")
            if let number { exact[number] = form } else { forms[selector] = form }
            self.skipSpace()
        }
        guard let other = forms["other"] else { throw self.malformed("the form other {...}") }
        try self.expect("}")
        return Message.Plural(argument: name, exact: exact, one: forms["one"], other: other)
    }

    /// A name or number, with the white space around it.
    private mutating func word(_ expected: String) throws(MessageError) -> String {
        self.skipSpace()
        let start = self.at
        while let scalar = self.next, scalar.isASCII, scalar.properties.isAlphabetic || "0123456789._-".unicodeScalars.contains(scalar) {
            self.at += 1
        }
        guard self.at > start else { throw self.malformed(expected) }
        let word = String(String.UnicodeScalarView(self.scalars[start..<self.at]))
        self.skipSpace()
        return word
    }

    private mutating func expect(_ scalar: Unicode.Scalar) throws(MessageError) {
        self.skipSpaceBefore(scalar)
        guard self.next == scalar else { throw self.malformed(scalar == "}" ? "a closing brace" : String(scalar)) }
        self.at += 1
    }

    /// White space belongs to a sentence once its brace is open, so only what leads to a brace is passed over.
    private mutating func skipSpaceBefore(_ scalar: Unicode.Scalar) {
        if scalar != "}" { self.skipSpace() }
    }

    private mutating func skipSpace() {
        while let scalar = self.next, scalar.properties.isWhitespace { self.at += 1 }
    }

    private func malformed(_ expected: String) -> MessageError {
        MessageError(.malformed(expected: expected, column: self.at + 1), key: self.key)
    }
}
