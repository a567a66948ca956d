/// What a tag does, by the sign behind its opening delimiter.
enum TagKind {
    case variable, unescaped, section, inverted, closing, partial, comment, delimiters

    /// Whether such a tag, alone on its line, takes the line with it (Mustache specification, "standalone").
    var canStandAlone: Bool { self != .variable && self != .unescaped }
}

/// One tag of a source.
struct Tag {
    let kind: TagKind
    /// What stands between sign and closing delimiter, trimmed.
    let content: String
    /// The bytes from opening to closing delimiter.
    let range: Range<Int>
    let place: TemplatePlace
}

/// Finds the tags of a source, one after another, and keeps the delimiters of the moment.
struct TagScanner {
    let source: [UInt8]
    private let template: String
    private var opening = Array("{{".utf8)
    private var closing = Array("}}".utf8)
    /// How far lines and columns are counted.
    private var counted = 0
    private var place = TemplatePlace.start

    init(_ source: String, template: String) {
        self.source = Array(source.utf8)
        self.template = template
    }

    /// The first tag at or after a byte.
    mutating func tag(from start: Int) throws(TemplateError) -> Tag? {
        guard let first = self.find(self.opening, from: start) else { return nil }
        let place = self.place(of: first)
        var content = first + self.opening.count
        let sign = content < self.source.count ? self.source[content] : 0
        let kind = Self.kind(of: sign)
        if kind != .variable { content += 1 }

        // A triple mustache closes with one more brace, a change of delimiters with an equals sign.
        var end = self.closing
        if sign == UInt8(ascii: "{") { end = [UInt8(ascii: "}")] + end }
        if sign == UInt8(ascii: "=") { end = [UInt8(ascii: "=")] + end }
        guard let last = self.find(end, from: content) else {
            throw TemplateError(.unclosedTag(expected: String(decoding: end, as: UTF8.self)), in: self.template, at: place)
        }
        let tag = Tag(kind: kind, content: self.trimmed(content..<last), range: first..<last + end.count, place: place)
        if kind == .delimiters { try self.changeDelimiters(tag) }
        if tag.content.isEmpty, kind != .comment { throw TemplateError(.emptyName, in: self.template, at: place) }
        return tag
    }

    private static func kind(of sign: UInt8) -> TagKind {
        switch sign {
        case UInt8(ascii: "#"): .section
        case UInt8(ascii: "^"): .inverted
        case UInt8(ascii: "/"): .closing
        case UInt8(ascii: ">"): .partial
        case UInt8(ascii: "!"): .comment
        case UInt8(ascii: "="): .delimiters
        case UInt8(ascii: "{"), UInt8(ascii: "&"): .unescaped
        default: .variable
        }
    }

    private mutating func changeDelimiters(_ tag: Tag) throws(TemplateError) {
        let parts = tag.content.utf8.split { Self.isSpace($0) }
        guard parts.count == 2, !parts.joined().contains(UInt8(ascii: "=")) else {
            throw TemplateError(.badDelimiters, in: self.template, at: tag.place)
        }
        self.opening = Array(parts[0])
        self.closing = Array(parts[1])
    }

    private func find(_ pattern: [UInt8], from start: Int) -> Int? {
        var at = start
        while at + pattern.count <= self.source.count {
            if self.source[at] == pattern[0], self.source[at..<at + pattern.count].elementsEqual(pattern) { return at }
            at += 1
        }
        return nil
    }

    private func trimmed(_ range: Range<Int>) -> String {
        let rest = self.source[range].drop { Self.isSpace($0) }
        let end = rest.lastIndex { !Self.isSpace($0) }.map { $0 + 1 } ?? rest.startIndex
        return String(decoding: rest[rest.startIndex..<end], as: UTF8.self)
    }

    /// The line and column of a byte; callers ask in the order of the source.
    private mutating func place(of offset: Int) -> TemplatePlace {
        var (line, column) = (self.place.line, self.place.column)
        for byte in self.source[self.counted..<offset] {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        self.counted = offset
        self.place = TemplatePlace(line: line, column: column)
        return self.place
    }

    static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }
}
