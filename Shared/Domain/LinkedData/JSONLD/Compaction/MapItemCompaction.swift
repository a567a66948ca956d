import JSON

/// A value that goes under a key of a map of languages, indexes, ids or types (JSON-LD 1.1 API §6.1 step 12.8.9).
struct MapItemCompaction {
    let item: ItemCompaction
    let expanded: JSONObject

    func compact(_ compact: JSON) throws(JSONLDError) -> ItemCompaction.Placed {
        let container = self.item.definition.container
        var value = compact
        let key: String?
        if container.contains(.language), let text = self.expanded["@value"] {
            value = text
            key = self.expanded["@language"]?.string
        } else if container.contains(.index) {
            if let property = self.item.definition.index, property != "@index" {
                key = self.takeKey(ofProperty: property, from: &value)
            } else {
                key = self.expanded["@index"]?.string
            }
        } else if container.contains(.id) {
            key = self.takeFirst(of: try self.item.name(.id), from: &value)
        } else if container.contains(.type) {
            key = self.takeFirst(of: try self.item.name(.type), from: &value)
            value = try self.reference(value)
        } else {
            key = nil
        }
        return try self.item.placed(value, underKey: key)
    }

    /// The value of the property that the term names as its index.
    private func takeKey(ofProperty property: String, from value: inout JSON) -> String? {
        // The property is there under whichever of its terms suited its value.
        let content = self.item.object.context.content
        let iri = content.expand(term: property)
        guard let member = value.object?.first(where: { content.expand(term: $0.name) == iri }) else { return nil }
        return self.takeFirst(of: member.name, from: &value)
    }

    /// Takes the first text of a member out; what is left of the member stays.
    private func takeFirst(of name: String, from value: inout JSON) -> String? {
        guard case .object(var object) = value, let present = object[name] else { return nil }
        let values = present.elements
        guard case .string(let first)? = values.first else { return nil }
        let rest = values.dropFirst()
        switch rest.count {
        case 0: object[name] = nil
        case 1: object[name] = rest.first
        default: object[name] = .array(Array(rest))
        }
        value = .object(object)
        return first
    }

    /// A node of which nothing is left but its name is written as its term writes references.
    private func reference(_ value: JSON) throws(JSONLDError) -> JSON {
        guard case .object(let object) = value, object.count == 1, let only = object.first, let id = self.expanded["@id"],
            self.item.object.context.content.expand(term: only.name).keyword == .id
        else { return value }
        return try self.item.inner(["@id": id])
    }
}
