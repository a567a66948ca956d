import JSON

/// The compaction algorithm (JSON-LD 1.1 API §6.1): an expanded document written with the terms of a context.
struct Compaction {
    let contexts: ContextProcessing

    var options: JSONLDOptions { self.contexts.options }

    func names(_ context: JSONLDContext) -> IRICompaction { IRICompaction(context: context, options: self.options) }

    /// What an element becomes under a term, or under a keyword, or at the top.
    func compact(_ element: JSON, property: String?, in context: JSONLDContext, depth: Int = 0) throws(JSONLDError) -> JSON {
        let limit = self.contexts.documents.limits.maxDepth
        guard depth <= limit else {
            throw JSONLDError(.tooDeep, "the document is nested more than \(limit) levels deep (maxDepth)")
        }
        switch element {
        case .array(let elements):
            var result: [JSON] = []
            for (index, element) in elements.enumerated() {
                let compact = try under(String(index)) { () throws(JSONLDError) in
                    try self.compact(element, property: property, in: context, depth: depth + 1)
                }
                if !compact.isNull { result.append(compact) }
            }
            let container = context.definition(property)?.container ?? []
            let isKept =
                result.count != 1 || !self.options.compactArrays || property == "@graph" || property == "@set"
                || !container.isDisjoint(with: [.list, .set])
            return isKept ? .array(result) : result[0]
        case .object(let object): return try self.compact(object, property: property, in: context, depth: depth)
        default: return element
        }
    }

    private func compact(
        _ object: JSONObject, property: String?, in outer: JSONLDContext, depth: Int
    ) throws(JSONLDError) -> JSON {
        let term = property.flatMap { outer.term($0) }
        var context = outer
        if let previous = context.content.previous, !object.isValueObject, !object.isReference { context = previous }
        if let term, term.definition.scopedContext != nil {
            context = try self.contexts.scoped(term, in: context, overridingProtected: true)
        }
        if object.isValueObject || object["@id"] != nil {
            let compact = try self.compact(value: object, of: property, in: context)
            if compact.isScalar || context.definition(property)?.type == .json && object["@type"] == "@json" { return compact }
        }
        if let list = object["@list"], context.definition(property)?.container.contains(.list) == true {
            return try under("@list") { [context] () throws(JSONLDError) in
                try self.compact(list, property: property, in: context, depth: depth + 1)
            }
        }
        let typeScoped = context
        context = try self.typed(object, context, typeScoped)
        var compaction = ObjectCompaction(self, context, typeScoped: typeScoped, property: property, depth: depth)
        try compaction.compact(object)
        return .object(compaction.result)
    }

    /// Step 11: the context with those that the object's types bring.
    private func typed(_ object: JSONObject, _ start: JSONLDContext, _ typeScoped: JSONLDContext) throws(JSONLDError) -> JSONLDContext {
        guard let types = object["@type"], !object.isValueObject else { return start }
        var compact: [String] = []
        for type in types.elements.compactMap(\.string) { compact.append(try self.names(start).compact(type)) }
        var context = start
        for type in compact.sorted(by: { $0.precedes($1) }) {
            guard let term = typeScoped.term(type), term.definition.scopedContext != nil else { continue }
            context = try self.contexts.scoped(term, in: context, propagating: false)
        }
        return context
    }
}
