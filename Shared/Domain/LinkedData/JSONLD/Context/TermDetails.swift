import JSON

/// All that a term's definition can say beside what it stands for (JSON-LD 1.1 API §4.2 steps 19 to 26).
struct TermDetails {
    let term: String
    let entries: JSONObject
    let creation: TermCreation

    private static let known: Set<String> = [
        "@container", "@context", "@direction", "@id", "@index", "@language", "@nest", "@prefix", "@protected", "@reverse", "@type",
    ]

    /// The definition with all of it.
    func complete(_ start: TermDefinition) throws(JSONLDError) -> TermDefinition {
        var definition = start
        if let unknown = self.entries.first(where: { !Self.known.contains($0.name) }) {
            throw JSONLDError(.invalidTermDefinition, "\(unknown.name) says nothing about a term")
        }
        if !definition.isReverse, let container = self.entries["@container"] { try self.setContainer(container, &definition) }
        if let index = self.entries["@index"] { definition.index = try self.index(index, definition) }
        if let context = self.entries["@context"] { try self.setScopedContext(context, &definition) }
        if self.entries["@type"] == nil {
            if let language = self.entries["@language"] { definition.language = try self.language(language) }
            if let direction = self.entries["@direction"] { definition.direction = try self.direction(direction) }
        }
        if let nest = self.entries["@nest"] { definition.nest = try self.nest(nest) }
        if let prefix = self.entries["@prefix"] { definition.isPrefix = try self.isPrefix(prefix, definition) }
        return definition
    }

    private func refuseIn10(_ name: String) throws(JSONLDError) {
        if self.creation.isVersion10 { throw JSONLDError(.invalidTermDefinition, "\(name) is of JSON-LD 1.1") }
    }

    /// Step 19.
    private func setContainer(_ value: JSON, _ definition: inout TermDefinition) throws(JSONLDError) {
        guard let container = Container(value),
            !self.creation.isVersion10 || value.string != nil && container.isDisjoint(with: [.graph, .id, .type])
        else {
            throw JSONLDError(.invalidContainerMapping, "@container takes one of the containers, or a combination that goes together")
        }
        definition.container = container
        guard container.contains(.type) else { return }
        definition.type = definition.type ?? .id
        guard definition.type == .id || definition.type == .vocab else {
            throw JSONLDError(.invalidTypeMapping, "a term with a @type container holds nodes, so its @type is @id or @vocab")
        }
    }

    /// Step 20.
    private func index(_ value: JSON, _ definition: TermDefinition) throws(JSONLDError) -> String {
        try self.refuseIn10("@index")
        guard definition.container.contains(.index), case .string(let index) = value,
            case .iri(let iri) = self.creation.content.expand(term: index), iri.hasScheme
        else {
            throw JSONLDError(.invalidTermDefinition, "@index names a property, for a term with an @index container")
        }
        return index
    }

    /// Step 21. The scoped context is tried here, so that a mistake in it shows where it is written.
    private func setScopedContext(_ value: JSON, _ definition: inout TermDefinition) throws(JSONLDError) {
        try self.refuseIn10("@context")
        var place = self.creation.place
        place.overridesProtected = true
        place.propagates = true
        place.validatesScoped = false
        place.depth += 1
        let limit = self.creation.processing.documents.limits.maxContextDepth
        guard place.depth <= limit else {
            throw JSONLDError(.contextTooDeep, "scoped contexts are nested more than \(limit) levels deep (maxContextDepth)")
        }
        do throws(JSONLDError) {
            _ = try self.creation.processing.process(value, in: JSONLDContext(self.creation.content), place)
        } catch {
            let isLimit = error.code == .contextTooDeep || error.code == .tooManyDefinitions
            throw (isLimit ? error : error.recoded(.invalidScopedContext)).under("@context")
        }
        definition.scopedContext = value
        definition.scopedContextBase = self.creation.place.base?.text
    }

    /// Step 22.
    private func language(_ value: JSON) throws(JSONLDError) -> Setting<String> {
        switch value {
        case .null: return .null
        case .string(let tag): return .value(tag.lowercasedASCII)
        default: throw JSONLDError(.invalidLanguageMapping, "@language takes a language tag or null")
        }
    }

    /// Step 23.
    private func direction(_ value: JSON) throws(JSONLDError) -> Setting<TextDirection> {
        if value.isNull { return .null }
        guard let direction = value.string.flatMap({ TextDirection(rawValue: $0) }) else {
            throw JSONLDError(.invalidBaseDirection, "@direction takes ltr, rtl or null")
        }
        return .value(direction)
    }

    /// Step 24.
    private func nest(_ value: JSON) throws(JSONLDError) -> String {
        try self.refuseIn10("@nest")
        guard case .string(let nest) = value, nest == "@nest" || Keyword(nest) == nil else {
            throw JSONLDError(.invalidNestValue, "@nest takes a term or @nest")
        }
        return nest
    }

    /// Step 25.
    private func isPrefix(_ value: JSON, _ definition: TermDefinition) throws(JSONLDError) -> Bool {
        try self.refuseIn10("@prefix")
        if self.term.utf8.contains(UInt8(ascii: ":")) || self.term.utf8.contains(UInt8(ascii: "/")) {
            throw JSONLDError(.invalidTermDefinition, "a term with a colon or a slash cannot be a prefix")
        }
        guard let isPrefix = value.bool else { throw JSONLDError(.invalidPrefixValue, "@prefix takes true or false") }
        if isPrefix, definition.mapping.keyword != nil {
            throw JSONLDError(.invalidTermDefinition, "another name of a keyword cannot be a prefix")
        }
        return isPrefix
    }
}
