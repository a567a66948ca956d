import JSON

/// Renders nodes into one buffer.
struct TemplateRenderer {
    private(set) var bytes: [UInt8] = []
    private let templates: [String: Template]
    private let limits: TemplateLibrary.Limits
    private let messages: MessageCatalogue
    private var contexts: ContextStack
    /// Sections and partials around what is being rendered.
    private var depth = 0

    init(templates: [String: Template], limits: TemplateLibrary.Limits, messages: MessageCatalogue, context: JSON) {
        self.templates = templates
        self.limits = limits
        self.messages = messages
        self.contexts = ContextStack(context)
        self.bytes.reserveCapacity(4096)
    }

    mutating func render(_ template: Template) throws(TemplateError) {
        try self.render(template.nodes, of: template, indent: [])
    }

    private mutating func render(_ nodes: [TemplateNode], of template: Template, indent: [UInt8]) throws(TemplateError) {
        for node in nodes {
            switch node {
            case .text(let text, let startsLine): self.write(text, startsLine: startsLine, indent: indent)
            case .variable(let name, let escaped): self.write(self.contexts.value(of: name), escaped: escaped)
            case .section(let name, let body, let place):
                let value = self.contexts.value(of: name)
                if !Self.isTrue(value) { continue }
                try self.descend(in: template, at: place)
                for element in value?.array ?? [value ?? .null] {
                    self.contexts.enter(element)
                    try self.render(body, of: template, indent: indent)
                    self.contexts.leave()
                }
                self.depth -= 1
            case .inverted(let name, let body, let place):
                if Self.isTrue(self.contexts.value(of: name)) { continue }
                try self.descend(in: template, at: place)
                try self.render(body, of: template, indent: indent)
                self.depth -= 1
            case .partial(let name, let inner, let place):
                // A library that refuses unknown partials has none here.
                guard let partial = self.templates[name] else { continue }
                try self.descend(in: template, at: place)
                try self.render(partial.nodes, of: partial, indent: inner.map { indent + $0 } ?? [])
                self.depth -= 1
            case .sentence(let key, let escaped, let place):
                try self.write(sentence: key, escaped: escaped, from: template, at: place)
            }
            guard self.bytes.count <= self.limits.maxBytes else {
                throw TemplateError(.tooLong(limit: self.limits.maxBytes), in: template.name, at: .start)
            }
        }
    }

    /// Goes one level down. After an error a renderer is of no more use, so only the good way comes up again.
    private mutating func descend(in template: Template, at place: TemplatePlace) throws(TemplateError) {
        guard self.depth < self.limits.maxDepth else {
            throw TemplateError(.renderingTooDeep(limit: self.limits.maxDepth), in: template.name, at: place)
        }
        self.depth += 1
    }

    private static func isTrue(_ value: JSON?) -> Bool {
        switch value {
        case nil, .null, .bool(false): false
        case .string(let text): !text.isEmpty
        case .array(let elements): !elements.isEmpty
        default: true
        }
    }

    private mutating func write(_ text: [UInt8], startsLine: Bool, indent: [UInt8]) {
        if indent.isEmpty {
            self.bytes += text
            return
        }
        if startsLine { self.bytes += indent }
        for (offset, byte) in text.enumerated() {
            self.bytes.append(byte)
            if byte == UInt8(ascii: "\n"), offset + 1 < text.count { self.bytes += indent }
        }
    }

    /// Puts in texts, numbers, true and false; all else is no text, so nothing is put in for it.
    private mutating func write(_ value: JSON?, escaped: Bool) {
        switch value {
        case .string(let text): escaped ? HTML.escape(text, into: &self.bytes) : self.bytes.append(contentsOf: text.utf8)
        case .number(let number): self.bytes.append(contentsOf: number.text.utf8)
        case .bool(let value): self.bytes.append(contentsOf: (value ? "true" : "false").utf8)
        default: break
        }
    }

    private mutating func write(
        sentence key: String, escaped: Bool, from template: Template, at place: TemplatePlace
    ) throws(TemplateError) {
        let contexts = self.contexts
        do throws(MessageError) {
            try self.messages.write(key, as: escaped ? .escaped : .markup, into: &self.bytes) { contexts.value(of: $0) }
        } catch {
            throw TemplateError(.message(error), in: template.name, at: place)
        }
    }
}
