import JSON

/// The members of one object, and of what is nested in it, on their way into one expanded object (JSON-LD 1.1 API §5.1 steps 13 and 14).
struct ObjectExpansion {
    let expansion: Expansion
    var around: Expansion.Surroundings
    /// The context in which types are read: without those that the types themselves bring.
    let typeScoped: JSONLDContext
    let inputType: ExpandedName
    var result: JSONObject = [:]

    init(_ expansion: Expansion, _ around: Expansion.Surroundings, typeScoped: JSONLDContext, inputType: ExpandedName) {
        self.expansion = expansion
        self.around = around
        self.typeScoped = typeScoped
        self.inputType = inputType
    }

    var context: JSONLDContext { self.around.context }
    var options: JSONLDOptions { self.expansion.options }

    /// Takes in all members of an object.
    mutating func expand(_ object: JSONObject) throws(JSONLDError) {
        var nests: [JSONObject.Element] = []
        for member in object.members(ordered: self.options.ordered) where member.name != "@context" {
            let isNest = try under(member.name) { () throws(JSONLDError) in try self.expand(member) }
            if isNest { nests.append(member) }
        }
        for nest in nests {
            try under(nest.name) { () throws(JSONLDError) in try self.expand(nest: nest) }
        }
    }

    /// Takes in one member. True when it is a nest, which comes after all others.
    private mutating func expand(_ member: JSONObject.Element) throws(JSONLDError) -> Bool {
        let (name, term) = self.context.lookUp(member.name)
        switch name {
        case .keyword(.nest): return true
        case .keyword(let keyword): try self.expand(keyword, member.value)
        case .iri(let iri) where iri.utf8.contains(UInt8(ascii: ":")):
            if self.options.isSafe, !(term?.isWellFormed ?? iri.isWellFormedIRI) {
                throw JSONLDError(.relativeIRI, "the property is no absolute IRI")
            }
            try self.expand(property: iri, member, term)
        default:
            try self.expansion.refuseLoss(
                "no context says what this name means, so all under it would be dropped", .undefinedTerm)
        }
        return false
    }

    /// Step 14.
    private mutating func expand(nest: JSONObject.Element) throws(JSONLDError) {
        let before = self.around.context
        if let term = before.term(nest.name), term.definition.scopedContext != nil {
            self.around.context = try self.expansion.contexts.scoped(term, in: before, overridingProtected: true)
        }
        for (index, value) in nest.value.elements.enumerated() {
            guard case .object(let object) = value,
                !object.contains(where: { self.context.content.keyword($0.name) == .value })
            else {
                throw JSONLDError(.invalidNestValue, "what is nested is an object, and not a value")
            }
            if nest.value.array == nil {
                try self.expand(object)
            } else {
                try under(String(index)) { () throws(JSONLDError) in try self.expand(object) }
            }
        }
        self.around.context = before
    }

    /// Steps 13.5 to 13.14: a member that is a property.
    private mutating func expand(property: String, _ member: JSONObject.Element, _ term: Term?) throws(JSONLDError) {
        let container = term?.definition.container ?? []
        var expanded: JSON
        if term?.definition.type == .json {
            expanded = ["@value": member.value, "@type": "@json"]
        } else if container.contains(.language), case .object(let map) = member.value {
            expanded = .array(try self.expand(languages: map, term?.definition))
        } else if !container.isDisjoint(with: [.index, .type, .id]), case .object(let map) = member.value {
            expanded = .array(try MapExpansion(self, key: member.name, term?.definition ?? TermDefinition()).expand(map))
        } else {
            expanded = try self.expansion.expand(member.value, self.around.inside(member.name, term))
        }
        if expanded.isNull {
            if member.value.isNull { try self.expansion.refuseLoss("null would be dropped") }
            return
        }
        if container.contains(.list), !expanded.isListObject { expanded = ["@list": .array(expanded.elements)] }
        if container.contains(.graph), container.isDisjoint(with: [.id, .index]) {
            expanded = .array(expanded.elements.map { ["@graph": .array($0.elements)] })
        }
        if term?.definition.isReverse == true {
            try self.add(reverse: expanded.elements, of: property)
        } else {
            self.result.add(expanded.elements, to: property)
        }
    }

    /// Adds nodes that have this one as the value of a property.
    mutating func add(reverse nodes: [JSON], of property: String) throws(JSONLDError) {
        guard !nodes.contains(where: { $0.isValueObject || $0.isListObject }) else {
            throw JSONLDError(.invalidReversePropertyValue, "the values of a reverse property are nodes")
        }
        var map = self.result["@reverse"]?.object ?? [:]
        map.add(nodes, to: property)
        self.result["@reverse"] = .object(map)
    }

    /// Step 13.7.
    private func expand(languages map: JSONObject, _ definition: TermDefinition?) throws(JSONLDError) -> [JSON] {
        let direction = (definition?.direction ?? .unset).or(self.context.content.direction)
        var result: [JSON] = []
        for member in map.members(ordered: self.options.ordered) {
            let isNone = self.context.content.expand(term: member.name).keyword == Keyword.none
            for (index, text) in member.value.elements.enumerated() {
                let place = member.value.array == nil ? nil : String(index)
                switch text {
                case .string:
                    try under(member.name) { () throws(JSONLDError) in
                        try self.expansion.refuse(language: isNone ? nil : member.name)
                        try self.expansion.refuse(direction: direction)
                    }
                    result.append(
                        .object(
                            omittingNil: [
                                "@value": text, "@language": isNone ? nil : .string(member.name.lowercasedASCII),
                                "@direction": direction.map { .string($0.rawValue) },
                            ]))
                case .null:
                    try under(member.name) { () throws(JSONLDError) in try self.expansion.refuseLoss("null would be dropped") }
                default:
                    let error = JSONLDError(.invalidLanguageMapValue, "the values of a language map are texts")
                    throw (place.map { error.under($0) } ?? error).under(member.name)
                }
            }
        }
        return result
    }
}
