import JSON

/// The values of a map of indexes, ids or types (JSON-LD 1.1 API §5.1 step 13.8).
struct MapExpansion {
    let object: ObjectExpansion
    let key: String
    let definition: TermDefinition

    init(_ object: ObjectExpansion, key: String, _ definition: TermDefinition) {
        self.object = object
        self.key = key
        self.definition = definition
    }

    private var container: Container { self.definition.container }
    private var content: ContextContent { self.object.context.content }

    func expand(_ map: JSONObject) throws(JSONLDError) -> [JSON] {
        var result: [JSON] = []
        for member in map.members(ordered: self.object.options.ordered) {
            try under(member.name) { () throws(JSONLDError) in
                result += try self.expand(member.name, member.value)
            }
        }
        return result
    }

    private func expand(_ index: String, _ value: JSON) throws(JSONLDError) -> [JSON] {
        var inner = self.object.around.inside(self.key, fromMap: true)
        inner.context = try self.mapContext(index)
        inner.term = inner.context.term(self.key)
        let isNone = self.content.expand(term: index).keyword == Keyword.none
        // The value is one of several, however it is written.
        let values = try self.object.expansion.expand(.array(value.elements), inner)
        var result: [JSON] = []
        for item in values.elements {
            var item = item
            if self.container.contains(.graph), !item.isGraphObject { item = ["@graph": .array(item.elements)] }
            if !isNone, case .object(var object) = item {
                try self.put(index, into: &object)
                item = .object(object)
            }
            result.append(item)
        }
        return result
    }

    private func mapContext(_ index: String) throws(JSONLDError) -> JSONLDContext {
        guard !self.container.isDisjoint(with: [.id, .type]) else { return self.object.context }
        let context = self.content.previous ?? self.object.context
        guard self.container.contains(.type), let term = context.term(index) else { return context }
        return try self.object.expansion.contexts.scoped(term, in: context)
    }

    /// Writes the key into the value as what it is: a property, an index, an id or a type.
    private func put(_ index: String, into item: inout JSONObject) throws(JSONLDError) {
        if self.container.contains(.index) {
            guard let property = self.definition.index, property != "@index" else {
                try self.object.expansion.refuseIndex()
                if item["@index"] == nil { item["@index"] = .string(index) }
                return
            }
            let value = try self.object.expansion.expand(
                value: .string(index), of: self.object.context.term(property), in: self.object.context)
            let name = self.content.expand(term: property).text ?? property
            let present = item[name]?.elements ?? []
            item[name] = .array([value] + present)
            if item.isValueObject { throw JSONLDError(.invalidValueObject, "a value cannot have the property of an index map") }
        } else if self.container.contains(.id) {
            if item["@id"] == nil {
                item["@id"] = try self.object.expansion.reference(index, vocabulary: false, in: self.object.context)
            }
        } else if self.container.contains(.type) {
            let type = try self.object.expansion.reference(index, vocabulary: true, in: self.object.context)
            let present = item["@type"]?.elements ?? []
            item["@type"] = .array([type] + present)
        }
    }
}
