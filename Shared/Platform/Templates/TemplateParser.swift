/// Compiles a source into nodes (Mustache specification 1.4, its core modules).
struct TemplateParser {
    private let name: String
    private var scanner: TagScanner
    /// The sections that are open, the template itself first.
    private var open: [OpenSection] = [OpenSection(tag: nil)]
    private var isAtLineStart = true

    private struct OpenSection {
        let tag: Tag?
        var nodes: [TemplateNode] = []
    }

    init(_ source: String, name: String) {
        self.name = name
        self.scanner = TagScanner(source, template: name)
    }

    mutating func parse() throws(TemplateError) -> [TemplateNode] {
        var at = 0
        while let tag = try self.scanner.tag(from: at) {
            let line = tag.kind.canStandAlone ? self.lineAlone(around: tag.range) : nil
            self.add(text: at..<(line ?? tag.range).lowerBound)
            try self.add(tag, indent: line.map { Array(self.scanner.source[$0.lowerBound..<tag.range.lowerBound]) })
            at = (line ?? tag.range).upperBound
        }
        self.add(text: at..<self.scanner.source.count)
        if let tag = self.open[self.open.count - 1].tag {
            throw TemplateError(.unclosedSection(tag.content), in: self.name, at: tag.place)
        }
        return self.open[0].nodes
    }

    /// The whole line of a tag, its end included, when there is nothing but white space beside the tag.
    private func lineAlone(around tag: Range<Int>) -> Range<Int>? {
        let source = self.scanner.source
        var start = tag.lowerBound
        while start > 0, source[start - 1] != UInt8(ascii: "\n") {
            start -= 1
            guard source[start] == UInt8(ascii: " ") || source[start] == UInt8(ascii: "\t") else { return nil }
        }
        var end = tag.upperBound
        while end < source.count, source[end] == UInt8(ascii: " ") || source[end] == UInt8(ascii: "\t") { end += 1 }
        if end == source.count { return start..<end }
        if source[end] == UInt8(ascii: "\r"), end + 1 < source.count { end += 1 }
        return source[end] == UInt8(ascii: "\n") ? start..<end + 1 : nil
    }

    private mutating func add(text range: Range<Int>) {
        guard !range.isEmpty else { return }
        self.add(.text(Array(self.scanner.source[range]), startsLine: self.isAtLineStart))
        self.isAtLineStart = self.scanner.source[range.upperBound - 1] == UInt8(ascii: "\n")
    }

    private mutating func add(_ node: TemplateNode) {
        self.open[self.open.count - 1].nodes.append(node)
    }

    /// Adds a tag; `indent` is what stands before one that is alone on its line.
    private mutating func add(_ tag: Tag, indent: [UInt8]?) throws(TemplateError) {
        if indent == nil, self.isAtLineStart {
            // The line begins with a tag: an empty text marks where an indented partial puts its indent.
            self.add(.text([], startsLine: true))
        }
        self.isAtLineStart = indent != nil
        switch tag.kind {
        case .variable, .unescaped:
            if let key = MessageKey.inTag(tag.content) {
                self.add(.sentence(key: key, escaped: tag.kind == .variable, tag.place))
            } else {
                self.add(.variable(TemplateName(tag.content), escaped: tag.kind == .variable))
            }
        case .section, .inverted:
            guard self.open.count <= Template.maxDepth else {
                throw TemplateError(.tooDeep(limit: Template.maxDepth), in: self.name, at: tag.place)
            }
            guard MessageKey.inTag(tag.content) == nil else {
                throw TemplateError(.sentenceAsSection(tag.content), in: self.name, at: tag.place)
            }
            self.open.append(OpenSection(tag: tag))
        case .closing: try self.close(tag)
        case .partial: self.add(.partial(tag.content, indent: indent, tag.place))
        case .comment, .delimiters: break
        }
    }

    private mutating func close(_ tag: Tag) throws(TemplateError) {
        guard let section = self.open.last, let opening = section.tag else {
            throw TemplateError(.strayClosing(tag.content), in: self.name, at: tag.place)
        }
        guard opening.content == tag.content else {
            throw TemplateError(.wrongClosing(expected: opening.content, found: tag.content), in: self.name, at: tag.place)
        }
        self.open.removeLast()
        let name = TemplateName(tag.content)
        self.add(opening.kind == .section ? .section(name, section.nodes, opening.place) : .inverted(name, section.nodes, opening.place))
    }
}
