public import JSON

/// All templates of a service, compiled at the start, so that a mistake in one shows then and not on a page.
public struct TemplateLibrary: Sendable {
    /// What becomes of `{{>name}}` when there is no such template.
    public enum UnknownPartials: Sendable {
        /// An error when the library is made.
        case refused
        /// Nothing is put in, as the Mustache specification has it.
        case empty
    }

    /// How much a rendering may do.
    public struct Limits: Sendable, Hashable {
        /// Sections and partials within one another; what ends a partial that includes itself for ever.
        public var maxDepth: Int
        /// Bytes of one page.
        public var maxBytes: Int

        /// What a page may have.
        public static let standard = Limits()

        /// Limits of one's own.
        public init(maxDepth: Int = 100, maxBytes: Int = 16 << 20) {
            self.maxDepth = maxDepth
            self.maxBytes = maxBytes
        }
    }

    /// The templates by name.
    public let templates: [String: Template]
    private let limits: Limits

    /// Compiles the sources, by name.
    public init(
        _ sources: [String: String], unknownPartials: UnknownPartials = .refused, limits: Limits = .standard
    ) throws(TemplateError) {
        var templates: [String: Template] = [:]
        // In the order of names, so that of several mistakes always the same one is reported.
        for (name, source) in sources.sorted(by: { $0.key < $1.key }) { templates[name] = try Template(parsing: source, name: name) }
        if unknownPartials == .refused {
            for template in templates.values.sorted(by: { $0.name < $1.name }) {
                for partial in template.partials where templates[partial.name] == nil {
                    throw TemplateError(.unknownPartial(partial.name), in: template.name, at: partial.place)
                }
            }
        }
        self.templates = templates
        self.limits = limits
    }

    /// Renders a template with a context. Its sentences come from `messages`.
    public func render(_ name: String, _ context: JSON, messages: MessageCatalogue = .none) throws(TemplateError) -> [UInt8] {
        guard let template = self.templates[name] else { throw TemplateError(.unknownTemplate, in: name, at: .start) }
        var renderer = TemplateRenderer(templates: self.templates, limits: self.limits, messages: messages, context: context)
        try renderer.render(template)
        return renderer.bytes
    }

    /// Holds the templates against a catalogue. Keys that Swift code uses are given in `alsoUsed`.
    public func check(_ messages: MessageCatalogue, alsoUsed: Set<String> = []) -> CatalogueCheck {
        var used = alsoUsed
        var missing: [CatalogueCheck.Missing] = []
        for template in self.templates.values.sorted(by: { $0.name < $1.name }) {
            for sentence in template.sentences {
                used.insert(sentence.key)
                guard messages.message(sentence.key) == nil else { continue }
                missing.append(CatalogueCheck.Missing(key: sentence.key, template: template.name, line: Int(sentence.place.line)))
            }
        }
        for key in alsoUsed.sorted() where messages.message(key) == nil {
            missing.append(CatalogueCheck.Missing(key: key, template: nil, line: nil))
        }
        return CatalogueCheck(missing: missing, unused: messages.keys.filter { !used.contains($0) })
    }
}

/// Where templates and a catalogue do not fit together.
public struct CatalogueCheck: Sendable, Hashable {
    /// A key that is used and that the catalogue lacks.
    public struct Missing: Sendable, Hashable {
        /// The key.
        public let key: String
        /// The template that uses it; nil when Swift code does.
        public let template: String?
        /// The line there.
        public let line: Int?
    }

    /// Keys that are used and lacking, by template.
    public let missing: [Missing]
    /// Keys that nothing uses, sorted.
    public let unused: [String]

    /// Whether nothing is lacking and nothing idle.
    public var isClean: Bool { self.missing.isEmpty && self.unused.isEmpty }
}
