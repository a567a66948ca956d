import JSON

/// The expansion algorithm (JSON-LD 1.1 API §5.1): all names become IRIs, all values objects in arrays, and the context is gone.
struct Expansion {
    let contexts: ContextProcessing
    /// Whether RDF is made of the result, which has no indexes and perhaps no base directions.
    let isForRDF: Bool

    var options: JSONLDOptions { self.contexts.options }

    /// What surrounds the value that is being expanded.
    struct Surroundings {
        var context: JSONLDContext
        /// The term, or keyword, that the value belongs to; nil at the top.
        var property: String?
        /// What the context knows of it.
        var term: Term?
        /// Whether the value stands in a map of ids, types or indexes: then the context before is not gone back to.
        var isFromMap = false
        var depth = 0
        /// Whether the value is no property's.
        var isTopLevel: Bool { self.property == nil || self.property == "@graph" }

        /// One level further in.
        func inside(_ property: String?, _ term: Term? = nil, fromMap: Bool = false) -> Surroundings {
            Surroundings(context: self.context, property: property, term: term, isFromMap: fromMap, depth: self.depth + 1)
        }
    }

    /// The whole document in expanded form (JSON-LD 1.1 API §9.1.2 expand, from step 8 on).
    func expand(document: JSON) throws(JSONLDError) -> [JSON] {
        let context = try self.contexts.initial()
        let expanded = try self.expand(document, Surroundings(context: context))
        if case .object(let object) = expanded, object.count == 1, let graph = object["@graph"] { return graph.elements }
        return expanded.isNull ? [] : expanded.elements
    }

    /// One value in expanded form; null when nothing is left of it.
    func expand(_ element: JSON, _ around: Surroundings) throws(JSONLDError) -> JSON {
        let limit = self.contexts.documents.limits.maxDepth
        guard around.depth <= limit else {
            throw JSONLDError(.tooDeep, "the document is nested more than \(limit) levels deep (maxDepth)")
        }
        switch element {
        case .null: return .null
        case .array(let elements): return .array(try self.expand(elements, around))
        case .object(let object): return try self.expand(object, around)
        default: return try self.expand(scalar: element, around)
        }
    }

    /// Step 4.
    private func expand(scalar: JSON, _ around: Surroundings) throws(JSONLDError) -> JSON {
        guard let property = around.property, property != "@graph" else {
            try self.refuseLoss("a value that belongs to no property would be dropped")
            return .null
        }
        guard let term = around.term, term.definition.scopedContext != nil else {
            return try self.expand(value: scalar, of: around.term, in: around.context)
        }
        let context = try self.contexts.scoped(term, in: around.context)
        return try self.expand(value: scalar, of: context.term(property), in: context)
    }

    /// Step 5.
    private func expand(_ elements: [JSON], _ around: Surroundings) throws(JSONLDError) -> [JSON] {
        let isInList = around.term?.definition.container.contains(.list) ?? false
        var inner = around
        inner.depth += 1
        var result: [JSON] = []
        result.reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() {
            let expanded = try under(String(index)) { () throws(JSONLDError) in
                if element.isNull { try self.refuseLoss("null would be dropped") }
                return try self.expand(element, inner)
            }
            switch expanded {
            case .null: break
            case .array(let several): isInList ? result.append(["@list": expanded]) : result.append(contentsOf: several)
            default: result.append(expanded)
            }
        }
        return result
    }

    /// Steps 6 to 20.
    private func expand(_ object: JSONObject, _ around: Surroundings) throws(JSONLDError) -> JSON {
        var inner = around
        inner.context = try self.context(for: object, around)
        let typeScoped = inner.context
        inner.context = try self.typed(object, typeScoped)
        var expansion = ObjectExpansion(self, inner, typeScoped: typeScoped, inputType: self.inputType(object, inner.context))
        try expansion.expand(object)
        return try ExpandedResult(expansion: self, around: around).finish(expansion.result)
    }

    /// Steps 7 to 9: the context that holds in an object.
    private func context(for object: JSONObject, _ around: Surroundings) throws(JSONLDError) -> JSONLDContext {
        var context = around.context
        if let previous = context.content.previous, !around.isFromMap, !self.keepsTypeScope(object, context) { context = previous }
        // The scoped context is that of the term outside the object, before anything was gone back to.
        if let term = around.term, term.definition.scopedContext != nil {
            context = try self.contexts.scoped(term, in: context, overridingProtected: true)
        }
        if let local = object["@context"] {
            let base = context.content.originalBase
            context = try under("@context") { [context] () throws(JSONLDError) in
                try self.contexts.process(local, in: context, ContextProcessing.Place(base: base))
            }
        }
        return context
    }

    /// Whether an object is a value or a mere reference, in which the type-scoped context of what is around still holds (step 7).
    private func keepsTypeScope(_ object: JSONObject, _ context: JSONLDContext) -> Bool {
        for member in object {
            switch context.content.keyword(member.name) {
            case .value: return true
            case .id where object.count == 1: return true
            default: break
            }
        }
        return false
    }

    /// Step 11: the context with those that the object's types bring.
    private func typed(_ object: JSONObject, _ typeScoped: JSONLDContext) throws(JSONLDError) -> JSONLDContext {
        var context = typeScoped
        for member in self.typeMembers(object, typeScoped) {
            let types = member.value.elements.compactMap(\.string)
            for type in types.count > 1 ? types.sorted(by: { $0.precedes($1) }) : types {
                guard let term = typeScoped.term(type), term.definition.scopedContext != nil else { continue }
                context = try self.contexts.scoped(term, in: context, propagating: false)
            }
        }
        return context
    }

    /// The members that say what types an object has, in the order of their names.
    private func typeMembers(_ object: JSONObject, _ context: JSONLDContext) -> [JSONObject.Element] {
        let members = object.filter { context.content.keyword($0.name) == .type }
        return members.count > 1 ? members.sorted { $0.name.precedes($1.name) } : members
    }

    /// Step 12: the last type of the first member that has any; only whether it is `@json` matters.
    private func inputType(_ object: JSONObject, _ context: JSONLDContext) -> ExpandedName {
        guard let last = self.typeMembers(object, context).first?.value.elements.last?.string else { return .null }
        return context.content.expand(term: last)
    }
}
