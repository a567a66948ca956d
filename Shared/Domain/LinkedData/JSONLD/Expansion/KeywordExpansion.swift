import JSON

extension ObjectExpansion {
    /// A member whose name is a keyword (JSON-LD 1.1 API §5.1 step 13.4).
    mutating func expand(_ keyword: Keyword, _ value: JSON) throws(JSONLDError) {
        if self.around.property == "@reverse" {
            throw JSONLDError(.invalidReversePropertyMap, "a reverse map holds properties, not \(keyword.rawValue)")
        }
        if self.result[keyword.rawValue] != nil, keyword != .included, keyword != .type {
            throw JSONLDError(.collidingKeywords, "\(keyword.rawValue) is there twice, under different names")
        }
        switch keyword {
        case .id: try self.expand(id: value)
        case .type: try self.expand(types: value)
        case .graph: self.result["@graph"] = .array(try self.values(value, self.around.inside("@graph")))
        case .included: try self.expand(included: value)
        case .value: try self.expand(value: value)
        case .language: try self.expand(language: value)
        case .direction: try self.expand(direction: value)
        case .index:
            guard case .string = value else { throw JSONLDError(.invalidIndexValue, "@index takes a text") }
            try self.expansion.refuseIndex()
            self.result["@index"] = value
        case .list:
            // A list that is nobody's value is dropped with what is around it.
            guard !self.around.isTopLevel else {
                return try self.expansion.refuseLoss("a list that belongs to no property would be dropped")
            }
            self.result["@list"] = .array(try self.values(value, self.sameProperty))
        case .set: self.result["@set"] = try self.expansion.expand(value, self.sameProperty)
        case .reverse: try self.expand(reverse: value)
        default:
            try self.expansion.refuseLoss("\(keyword.rawValue) means nothing here, so it would be dropped")
        }
    }

    /// The expanded values of a member, as an array.
    private func values(_ value: JSON, _ around: Expansion.Surroundings) throws(JSONLDError) -> [JSON] {
        let expanded = try self.expansion.expand(value, around)
        return expanded.isNull ? [] : expanded.elements
    }

    /// One level further in, where values still belong to the property around this object.
    private var sameProperty: Expansion.Surroundings {
        self.around.inside(self.around.property, self.around.property.flatMap { self.context.term($0) })
    }

    private mutating func expand(id value: JSON) throws(JSONLDError) {
        guard case .string(let text) = value else { throw JSONLDError(.invalidIDValue, "@id takes an IRI as a text") }
        self.result["@id"] = try self.expansion.reference(text, vocabulary: false, in: self.context)
    }

    private mutating func expand(types value: JSON) throws(JSONLDError) {
        var types = self.result["@type"]?.elements ?? []
        for (index, type) in value.elements.enumerated() {
            guard case .string(let text) = type else { throw JSONLDError(.invalidTypeValue, "@type takes IRIs as texts") }
            let expanded: JSON
            if value.array == nil {
                expanded = try self.type(text)
            } else {
                expanded = try under(String(index)) { () throws(JSONLDError) in try self.type(text) }
            }
            if !expanded.isNull { types.append(expanded) }
        }
        let isAlone = value.array == nil && self.result["@type"] == nil
        self.result["@type"] = isAlone && types.count == 1 ? types[0] : .array(types)
    }

    private func type(_ text: String) throws(JSONLDError) -> JSON {
        let expanded = self.typeScoped.content.expand(text, vocabulary: true, documentRelative: true)
        if expanded.keyword != .json { try self.expansion.refuseRelative(expanded, .undefinedTerm) }
        return expanded.text.map { .string($0) } ?? .null
    }

    private mutating func expand(included value: JSON) throws(JSONLDError) {
        if self.options.isVersion10 { return }
        let expanded = try self.expansion.expand(value, self.around.inside(nil)).elements
        guard expanded.allSatisfy(\.isNodeObject) else { throw JSONLDError(.invalidIncludedValue, "@included takes nodes") }
        self.result.add(expanded, to: "@included")
    }

    /// Step 13.4.7.
    private mutating func expand(value: JSON) throws(JSONLDError) {
        if self.inputType.keyword == .json {
            if self.options.isVersion10 { throw JSONLDError(.invalidValueObjectValue, "@json is of JSON-LD 1.1") }
        } else if value.isNull {
            try self.expansion.refuseLoss("a value of null would be dropped")
        } else if !value.isScalar {
            throw JSONLDError(.invalidValueObjectValue, "@value takes a text, a number, true or false")
        }
        self.result["@value"] = value
    }

    private mutating func expand(language value: JSON) throws(JSONLDError) {
        guard case .string(let tag) = value else { throw JSONLDError(.invalidLanguageTaggedString, "@language takes a language tag") }
        try self.expansion.refuse(language: tag)
        self.result["@language"] = .string(tag.lowercasedASCII)
    }

    private mutating func expand(direction value: JSON) throws(JSONLDError) {
        if self.options.isVersion10 { return }
        guard let direction = value.string.flatMap({ TextDirection(rawValue: $0) }) else {
            throw JSONLDError(.invalidBaseDirection, "@direction takes ltr or rtl")
        }
        try self.expansion.refuse(direction: direction)
        self.result["@direction"] = value
    }

    /// Step 13.4.13.
    private mutating func expand(reverse value: JSON) throws(JSONLDError) {
        guard value.object != nil else { throw JSONLDError(.invalidReverseValue, "@reverse takes an object") }
        guard case .object(let map) = try self.expansion.expand(value, self.around.inside("@reverse")) else { return }
        for member in map {
            if member.name == "@reverse" {
                // Reversed twice is forward.
                for forward in member.value.object ?? [:] { self.result.add(forward.value.elements, to: forward.name) }
            } else {
                try self.add(reverse: member.value.elements, of: member.name)
            }
        }
    }
}
