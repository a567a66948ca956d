import JSON

/// One value of a property, as its term's container wants it (JSON-LD 1.1 API §6.1 steps 12.8.4 to 12.8.10).
struct ItemCompaction {
    let object: ObjectCompaction
    let term: String
    let definition: TermDefinition
    let asArray: Bool

    init(_ object: ObjectCompaction, _ term: String) {
        self.object = object
        self.term = term
        self.definition = object.context.definition(term) ?? TermDefinition()
        self.asArray = self.definition.container.contains(.set) || term == "@graph" || term == "@list" || !object.options.compactArrays
    }

    private var container: Container { self.definition.container }
    private var names: IRICompaction { self.object.names }

    /// A compact value and where it goes.
    struct Placed {
        let term: String
        /// Under which key of a map, if the term holds one.
        var key: String?
        let value: JSON
        let asArray: Bool
        /// Whether it takes the place of what is there.
        var isWhole = false

        func put(into object: inout JSONObject) {
            if self.isWhole {
                object[self.term] = self.value
            } else if let key = self.key {
                var map = object[self.term]?.object ?? [:]
                map.add(self.value, to: key, asArray: self.asArray)
                object[self.term] = .object(map)
            } else {
                object.add(self.value, to: self.term, asArray: self.asArray)
            }
        }
    }

    func compact(_ item: JSON) throws(JSONLDError) -> Placed {
        guard case .object(let expanded) = item else { return self.placed(try self.object.inner(item, self.term)) }
        if let list = expanded["@list"] { return try self.compact(list: list, expanded) }
        if expanded.isGraphObject, let graph = expanded["@graph"] { return try self.compact(graph: graph, expanded) }
        let compact = try self.object.inner(item, self.term)
        if self.container.contains(.graph) || self.container.isDisjoint(with: [.language, .index, .id, .type]) {
            return self.placed(compact)
        }
        return try MapItemCompaction(item: self, expanded: expanded).compact(compact)
    }

    func placed(_ value: JSON) -> Placed {
        Placed(term: self.term, value: value, asArray: self.asArray)
    }

    /// The value under a key of the map that the term holds; one without a key goes under `@none`, however the context writes that.
    func placed(_ value: JSON, underKey key: String?) throws(JSONLDError) -> Placed {
        let key = if let key { key } else { try self.name(.none) }
        return Placed(term: self.term, key: key, value: value, asArray: self.asArray)
    }

    func inner(_ element: JSON) throws(JSONLDError) -> JSON { try self.object.inner(element, self.term) }
    func name(_ keyword: Keyword) throws(JSONLDError) -> String { try self.names.compact(keyword.rawValue) }

    /// Step 12.8.7.
    private func compact(list: JSON, _ expanded: JSONObject) throws(JSONLDError) -> Placed {
        let compact = JSON.array(try self.inner(list).elements)
        if self.container.contains(.list) { return Placed(term: self.term, value: compact, asArray: self.asArray, isWhole: true) }
        var object: JSONObject = [:]
        object[try self.name(.list)] = compact
        if let index = expanded["@index"] { object[try self.name(.index)] = index }
        return self.placed(.object(object))
    }

    /// Step 12.8.8.
    private func compact(graph: JSON, _ expanded: JSONObject) throws(JSONLDError) -> Placed {
        var compact = try self.inner(graph)
        if self.container.isSuperset(of: [.graph, .id]) {
            guard let id = expanded["@id"]?.string else { return try self.placed(compact, underKey: nil) }
            return try self.placed(compact, underKey: try self.names.compact(id: id))
        }
        if self.container.isSuperset(of: [.graph, .index]), expanded.isSimpleGraphObject {
            return try self.placed(compact, underKey: expanded["@index"]?.string)
        }
        if self.container.contains(.graph), expanded.isSimpleGraphObject {
            if case .array(let several) = compact, several.count > 1 { compact = .object([try self.name(.included): compact]) }
            return self.placed(compact)
        }
        var object: JSONObject = [:]
        object[try self.name(.graph)] = compact
        if let id = expanded["@id"]?.string { object[try self.name(.id)] = .string(try self.names.compact(id: id)) }
        if let index = expanded["@index"] { object[try self.name(.index)] = index }
        return self.placed(.object(object))
    }
}
