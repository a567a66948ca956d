import JSON

extension Compaction {
    /// Value compaction (JSON-LD 1.1 API §6.3): a value or a reference as its term lets it be written, a scalar where possible.
    func compact(value object: JSONObject, of property: String?, in context: JSONLDContext) throws(JSONLDError) -> JSON {
        let definition = context.definition(property)
        let names = self.names(context)
        let keepsIndex = object["@index"] != nil && !(definition?.container.contains(.index) ?? false)
        if let id = object["@id"]?.string, object.allSatisfy({ $0.name == "@id" || $0.name == "@index" }) {
            if !keepsIndex {
                switch definition?.type {
                case .id: return .string(try names.compact(id: id))
                case .vocab: return .string(try names.compact(id))
                default: break
                }
            }
            return .object(try self.renamed(object, names))
        }
        guard let value = object["@value"] else { return .object(try self.renamed(object, names)) }
        let type = object["@type"]?.string
        if let type, definition?.type?.text.isSame(as: type) == true, !keepsIndex { return value }
        if type == nil, definition?.type != TypeMapping.none, !keepsIndex {
            if value.string == nil { return value }
            let language = (definition?.language ?? .unset).or(context.content.language)
            let direction = (definition?.direction ?? .unset).or(context.content.direction)
            if object["@language"]?.string?.lowercasedASCII == language?.lowercasedASCII,
                object["@direction"]?.string == direction?.rawValue
            {
                return value
            }
        }
        return .object(try self.renamed(object, names))
    }

    /// The object with its keywords, its type and its id written as the context has them.
    private func renamed(_ object: JSONObject, _ names: IRICompaction) throws(JSONLDError) -> JSONObject {
        var result: JSONObject = [:]
        for member in object {
            let value: JSON =
                switch (member.name, member.value) {
                case ("@type", .string(let type)): .string(try names.compact(type))
                case ("@id", .string(let id)): .string(try names.compact(id: id))
                default: member.value
                }
            result[try names.compact(member.name)] = value
        }
        return result
    }
}
