import JSON

/// The members of one expanded object on their way into a compact one (JSON-LD 1.1 API §6.1 step 12).
struct ObjectCompaction {
    let compaction: Compaction
    let context: JSONLDContext
    /// The context in which types are written: without those that the types themselves bring.
    let typeScoped: JSONLDContext
    let property: String?
    let depth: Int
    var result: JSONObject = [:]

    init(_ compaction: Compaction, _ context: JSONLDContext, typeScoped: JSONLDContext, property: String?, depth: Int) {
        self.compaction = compaction
        self.context = context
        self.typeScoped = typeScoped
        self.property = property
        self.depth = depth
    }

    var options: JSONLDOptions { self.compaction.options }
    var names: IRICompaction { self.compaction.names(self.context) }

    mutating func compact(_ object: JSONObject) throws(JSONLDError) {
        for member in object.members(ordered: self.options.ordered) {
            try under(member.name) { () throws(JSONLDError) in
                switch member.name {
                case "@id": try self.compact(id: member.value)
                case "@type": try self.compact(types: member.value)
                case "@reverse": try self.compact(reverse: member.value)
                case "@index" where self.context.definition(self.property)?.container.contains(.index) == true: break
                case "@direction", "@index", "@language", "@value":
                    self.result[try self.names.compact(member.name)] = member.value
                default: try self.compact(property: member.name, member.value)
                }
            }
        }
    }

    /// What an element becomes one level further in.
    func inner(_ element: JSON, _ property: String?) throws(JSONLDError) -> JSON {
        try self.compaction.compact(element, property: property, in: self.context, depth: self.depth + 1)
    }

    private mutating func compact(id: JSON) throws(JSONLDError) {
        let value: JSON =
            if case .string(let id) = id { .string(try self.names.compact(id: id)) } else { id }
        self.result[try self.names.compact("@id")] = value
    }

    /// Step 12.2.
    private mutating func compact(types: JSON) throws(JSONLDError) {
        let names = self.compaction.names(self.typeScoped)
        let alias = try self.names.compact("@type")
        let isSet = !self.options.isVersion10 && self.context.definition(alias)?.container.contains(.set) == true
        let asArray = isSet || !self.options.compactArrays
        var compact: [JSON] = []
        for type in types.elements.compactMap(\.string) { compact.append(.string(try names.compact(type))) }
        self.result.add(types.array == nil ? compact[0] : .array(compact), to: alias, asArray: asArray)
    }

    /// Step 12.3.
    private mutating func compact(reverse value: JSON) throws(JSONLDError) {
        guard case .object(let map) = try self.inner(value, "@reverse") else { return }
        var rest: JSONObject = [:]
        for member in map {
            if let definition = self.context.definition(member.name), definition.isReverse {
                let asArray = definition.container.contains(.set) || !self.options.compactArrays
                self.result.add(member.value, to: member.name, asArray: asArray)
            } else {
                rest[member.name] = member.value
            }
        }
        if !rest.isEmpty { self.result[try self.names.compact("@reverse")] = .object(rest) }
    }

    /// Steps 12.7 and 12.8.
    private mutating func compact(property: String, _ value: JSON) throws(JSONLDError) {
        let isReverse = self.property == "@reverse"
        if case .array(let elements) = value, elements.isEmpty {
            let term = try self.names.compact(property, value: value, isReverse: isReverse)
            try self.nesting(term) { $0.add([], to: term, asArray: true) }
            return
        }
        for (index, item) in value.elements.enumerated() {
            try under(String(index)) { () throws(JSONLDError) in
                let term = try self.names.compact(property, value: item, isReverse: isReverse)
                let compact = try ItemCompaction(self, term).compact(item)
                try self.nesting(term) { compact.put(into: &$0) }
            }
        }
    }

    /// Works on the object that a term's values go into: this one, or the nest that the term asks for.
    private mutating func nesting(_ term: String, _ body: (inout JSONObject) -> Void) throws(JSONLDError) {
        guard let nest = self.context.definition(term)?.nest else { return body(&self.result) }
        guard nest == "@nest" || self.context.content.expand(term: nest).keyword == .nest else {
            throw JSONLDError(.invalidNestValue, "the nest of a term is @nest or another name of it")
        }
        var inner = self.result[nest]?.object ?? [:]
        body(&inner)
        self.result[nest] = .object(inner)
    }
}

extension JSONObject {
    /// Add value: one value stands alone, several in an array, and one in an array when that is asked for.
    mutating func add(_ value: JSON, to name: String, asArray: Bool) {
        let values = value.elements
        switch self[name] {
        case let present?: self[name] = .array(present.elements + values)
        case nil where asArray || values.count > 1: self[name] = .array(values)
        case nil: self[name] = values.first
        }
    }
}
