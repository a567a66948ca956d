import JSON

/// The flattening algorithm (JSON-LD 1.1 API §7.1): all nodes beside one another, in the order of their names.
struct Flattening {
    let isOrdered: Bool

    /// An expanded document, flat.
    func flatten(_ expanded: [JSON]) throws(JSONLDError) -> [JSON] {
        var generation = NodeMapGeneration(isOrdered: self.isOrdered)
        try generation.add(expanded)
        var map = generation.map
        let named = map.graphs.dropFirst().sorted { $0.name.precedes($1.name) }
        var graphs: [Name: JSON] = [:]
        for (name, graph) in named {
            _ = map[0].place(of: name)
            graphs[Name(name)] = .array(graph.sorted.filter { !$0.isBare }.map { .object(self.object($0)) })
        }
        return map[0].sorted.compactMap { node in
            let graph = graphs[Name(node.id)]
            if node.id == NodeMap.unnamable || node.isBare && graph == nil { return nil }
            var object = self.object(node)
            object["@graph"] = graph
            return .object(object)
        }
    }

    /// A node in expanded form.
    private func object(_ node: NodeMap.Node) -> JSONObject {
        var object: JSONObject = ["@id": .string(node.id)]
        if !node.types.isEmpty { object["@type"] = .array(node.types) }
        object["@index"] = node.index
        let properties = self.isOrdered ? node.properties.sorted { $0.name.precedes($1.name) } : node.properties
        for property in properties { object[property.name] = .array(property.values.all) }
        return object
    }
}
