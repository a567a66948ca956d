import JSON

/// Create term definition (JSON-LD 1.1 API §4.2): the terms of one local context, each after those that it needs.
struct TermCreation {
    private(set) var content: ContextContent
    let local: JSONObject
    let processing: ContextProcessing
    let place: ContextProcessing.Place
    /// False while a term is being defined, true when it is.
    private var defined: [Name: Bool] = [:]

    init(content: ContextContent, local: JSONObject, processing: ContextProcessing, place: ContextProcessing.Place) {
        self.content = content
        self.local = local
        self.processing = processing
        self.place = place
    }

    var isVersion10: Bool { self.processing.options.isVersion10 }

    /// Defines a term of the local context, unless it is defined already.
    mutating func define(_ term: String) throws(JSONLDError) {
        switch self.defined[Name(term)] {
        case true: return
        case false: throw JSONLDError(.cyclicIRIMapping, "the term is defined by itself")
        case nil: break
        }
        guard let value = self.local[term] else { return }
        guard !term.isEmpty else { throw JSONLDError(.invalidTermDefinition, "a term cannot be empty") }
        self.defined[Name(term)] = false
        try self.processing.countDefinition()
        if term == "@type" {
            try self.checkTypeRedefinition(value)
        } else if Keyword(term) != nil {
            throw JSONLDError(.keywordRedefinition, "\(term) is a keyword")
        } else if Keyword.isForm(term) {
            return
        }
        let previous = self.content.remove(term)
        let isSimple: Bool
        let entries: JSONObject
        switch value {
        case .null: (isSimple, entries) = (false, ["@id": nil])
        case .string: (isSimple, entries) = (true, ["@id": value])
        case .object(let object): (isSimple, entries) = (false, object)
        default: throw JSONLDError(.invalidTermDefinition, "a term is defined by an IRI, an object or null")
        }
        guard let definition = try self.definition(of: term, entries, isSimple: isSimple) else {
            // What is ignored takes no protection away.
            if let previous, previous.definition.isProtected { self.content.define(term, as: previous) }
            return
        }
        self.content.define(term, as: try self.protecting(previous, from: Term(definition)))
        self.defined[Name(term)] = true
    }

    /// Step 4.
    private func checkTypeRedefinition(_ value: JSON) throws(JSONLDError) {
        let isAllowed =
            !self.isVersion10
            && value.object.map { object in
                !object.isEmpty
                    && object.allSatisfy { member in
                        member.name == "@protected" || member.name == "@container" && (member.value == "@set" || member.value == ["@set"])
                    }
            } ?? false
        guard isAllowed else {
            throw JSONLDError(.keywordRedefinition, "of @type only @container, as @set, and @protected can be said")
        }
    }

    /// Step 27.
    private func protecting(_ previous: Term?, from term: Term) throws(JSONLDError) -> Term {
        guard !self.place.overridesProtected, let previous, previous.definition.isProtected else { return term }
        guard previous.definition.isSame(as: term.definition) else {
            throw JSONLDError(.protectedTermRedefinition, "a context before protects this term, so it cannot get another meaning")
        }
        return previous
    }

    /// Steps 10 to 26; nil when the definition is to be ignored.
    private mutating func definition(
        of term: String, _ entries: JSONObject, isSimple: Bool
    ) throws(JSONLDError) -> TermDefinition? {
        var definition = TermDefinition()
        definition.isProtected = self.local["@protected"]?.bool ?? false
        if let isProtected = entries["@protected"] {
            if self.isVersion10 { throw JSONLDError(.invalidTermDefinition, "@protected is of JSON-LD 1.1") }
            guard let isProtected = isProtected.bool else {
                throw JSONLDError(.invalidProtectedValue, "@protected takes true or false")
            }
            definition.isProtected = isProtected
        }
        if let type = entries["@type"] { definition.type = try self.typeMapping(type) }
        if let reverse = entries["@reverse"] {
            guard let mapping = try self.reverseMapping(reverse, entries) else { return nil }
            definition.mapping = mapping
            definition.isReverse = true
            definition.container = try self.reverseContainer(entries)
        } else {
            guard let mapping = try self.mapping(of: term, entries["@id"]) else { return nil }
            definition.mapping = mapping
            if entries["@id"] != nil, term.colonAfterFirst == nil, !term.utf8.contains(UInt8(ascii: "/")), isSimple,
                case .iri(let iri) = mapping
            {
                definition.isPrefix = iri.isBlankNode || iri.endsWithGenDelim
            }
        }
        return try TermDetails(term: term, entries: entries, creation: self).complete(definition)
    }

    /// Step 12.
    private mutating func typeMapping(_ value: JSON) throws(JSONLDError) -> TypeMapping {
        guard case .string(let text) = value else { throw JSONLDError(.invalidTypeMapping, "@type takes an IRI or a keyword") }
        switch try self.expand(text) {
        case .keyword(.id): return .id
        case .keyword(.vocab): return .vocab
        case .keyword(.json) where !self.isVersion10: return .json
        case .keyword(.none) where !self.isVersion10: return .none
        case .iri(let iri) where iri.hasScheme: return .iri(iri)
        default: throw JSONLDError(.invalidTypeMapping, "@type takes an IRI, @id, @vocab, @json or @none")
        }
    }

    /// Step 13; nil when the term is to be ignored.
    private mutating func reverseMapping(_ value: JSON, _ entries: JSONObject) throws(JSONLDError) -> ExpandedName? {
        if entries["@id"] != nil || entries["@nest"] != nil {
            throw JSONLDError(.invalidReverseProperty, "@reverse stands alone, without @id or @nest")
        }
        guard case .string(let text) = value else { throw JSONLDError(.invalidIRIMapping, "@reverse takes an IRI") }
        if Keyword(text) == nil, Keyword.isForm(text) { return nil }
        let mapping = try self.expand(text)
        guard case .iri(let iri) = mapping, iri.hasScheme || iri.isBlankNode else {
            throw JSONLDError(.invalidIRIMapping, "@reverse leads to no IRI")
        }
        return mapping
    }

    private func reverseContainer(_ entries: JSONObject) throws(JSONLDError) -> Container {
        guard let value = entries["@container"], !value.isNull else { return [] }
        guard let container = Container(value), container == .set || container == .index else {
            throw JSONLDError(.invalidReverseProperty, "a reverse property can only be a @set or an @index")
        }
        return container
    }

    /// IRI expansion within the local context (§5.2 steps 3 and 6.3): what it needs is defined first.
    mutating func expand(_ value: String) throws(JSONLDError) -> ExpandedName {
        if Keyword(value) != nil { return self.content.expand(term: value) }
        try self.defineIfLocal(value)
        if self.content.terms[Name(value)] == nil, let colon = value.colonAfterFirst {
            let (prefix, suffix) = value.parts(at: colon)
            if prefix != "_", !suffix.utf8.starts(with: "//".utf8) { try self.defineIfLocal(String(prefix)) }
        }
        return self.content.expand(term: value)
    }

    mutating func defineIfLocal(_ term: String) throws(JSONLDError) {
        guard self.local[term] != nil, self.defined[Name(term)] != true, !ContextEntries.names.contains(term) else { return }
        try self.define(term)
    }

    mutating func markDefined(_ term: String) {
        self.defined[Name(term)] = true
    }
}

extension String {
    /// Whether the last character is one that RFC 3986 §2.2 separates the parts of a URI with.
    fileprivate var endsWithGenDelim: Bool {
        self.utf8.last.map { ":/?#[]@".utf8.contains($0) } ?? false
    }
}
