import JSON

/// Serialize RDF as JSON-LD (JSON-LD 1.1 API §8.4): a dataset's quads as nodes in expanded form.
struct RDFReading {
    let options: JSONLDOptions
    /// The graphs, the default graph first.
    var graphs: [ReadGraph] = [ReadGraph(name: nil)]
    private var graphPlaces: [RDFTermID: Int] = [.defaultGraph: 0]
    /// Where a blank node is an object, as long as that is in one place.
    private(set) var usages: [RDFTermID: Usage] = [:]
    /// The values that are lists, and where the elements stand.
    var lists: [Place: [Place]] = [:]
    let maxDepth: Int

    /// Where a node is an object.
    enum Usage {
        case once(Place)
        case often
    }

    /// One value of one node.
    struct Place: Hashable {
        let graph: Int
        let node: Int
        let property: Int
        let value: Int
    }

    init(_ options: JSONLDOptions, _ limits: JSONLDLimits) {
        self.options = options
        self.maxDepth = limits.maxDepth
    }

    /// The dataset in expanded form.
    mutating func read(_ dataset: RDFDataset) throws(JSONLDError) -> [JSON] {
        for quad in dataset.quads { try self.take(quad, dataset) }
        if self.options.rdfDirection == .compoundLiteral {
            for graph in self.graphs.indices { try self.resolveCompoundLiterals(in: graph) }
        }
        for graph in self.graphs.indices { self.resolveLists(in: graph) }
        return try self.output()
    }

    private mutating func take(_ quad: RDFQuad, _ dataset: RDFDataset) throws(JSONLDError) {
        let graph = self.place(of: quad.graph, dataset)
        let node = self.graphs[graph].place(of: quad.subject) { dataset.name(of: quad.subject) }
        let predicate = dataset.name(of: quad.predicate)
        let object = dataset.term(quad.object)
        if predicate == RDFVocabulary.direction { self.graphs[graph].directed.append(node) }
        guard case .literal(let literal) = object else {
            _ = self.graphs[graph].place(of: quad.object) { dataset.name(of: quad.object) }
            let name = dataset.name(of: quad.object)
            if predicate == RDFVocabulary.type, !self.options.useRDFType {
                self.graphs[graph].nodes[node].types.append(.string(name))
                return
            }
            let (property, value) = self.graphs[graph].nodes[node].add(["@id": .string(name)], to: predicate, distinct: true)
            let place = Place(graph: graph, node: node, property: property, value: value)
            if name == RDFVocabulary.nil {
                self.graphs[graph].listEnds.append(place)
            } else if quad.object.isBlank {
                self.usages[quad.object] = self.usages[quad.object] == nil ? .once(place) : .often
            }
            return
        }
        let value = try LiteralReading(self.options).value(of: literal)
        _ = self.graphs[graph].nodes[node].add(value, to: predicate, distinct: !self.options.useNativeTypes)
    }

    private mutating func place(of graph: RDFTermID, _ dataset: RDFDataset) -> Int {
        if let place = self.graphPlaces[graph] { return place }
        let name = dataset.name(of: graph)
        _ = self.graphs[0].place(of: graph) { name }
        self.graphPlaces[graph] = self.graphs.count
        self.graphs.append(ReadGraph(name: name))
        return self.graphs.count - 1
    }

    /// The nodes of the default graph by name, each with the graph that it names.
    private func output() throws(JSONLDError) -> [JSON] {
        var named: [Name: JSON] = [:]
        for (place, graph) in self.graphs.enumerated() {
            guard let name = graph.name else { continue }
            var nodes: [JSON] = []
            for node in graph.sorted where !graph.nodes[node].isBare { nodes.append(.object(try self.object(node, in: place))) }
            named[Name(name)] = .array(nodes)
        }
        var result: [JSON] = []
        for node in self.graphs[0].sorted {
            let graph = named[Name(self.graphs[0].nodes[node].id)]
            if self.graphs[0].nodes[node].isBare, graph == nil { continue }
            var object = try self.object(node, in: 0)
            object["@graph"] = graph
            result.append(.object(object))
        }
        return result
    }

    /// A node in expanded form.
    private func object(_ place: Int, in graph: Int) throws(JSONLDError) -> JSONObject {
        let node = self.graphs[graph].nodes[place]
        var object: JSONObject = ["@id": .string(node.id)]
        if !node.types.isEmpty { object["@type"] = .array(node.types) }
        var properties = Array(node.properties.enumerated())
        if self.options.ordered { properties.sort { $0.element.name.precedes($1.element.name) } }
        for (property, (name, values)) in properties {
            var expanded: [JSON] = []
            for value in values.indices {
                expanded.append(try self.value(at: Place(graph: graph, node: place, property: property, value: value)))
            }
            object[name] = .array(expanded)
        }
        return object
    }

    /// A value, or the list that it is the head of.
    private func value(at place: Place, depth: Int = 0) throws(JSONLDError) -> JSON {
        guard let elements = self.lists[place] else {
            return self.graphs[place.graph].nodes[place.node].properties[place.property].values[place.value]
        }
        guard depth < self.maxDepth else {
            throw JSONLDError(.tooDeep, "lists are nested more than \(self.maxDepth) levels deep (maxDepth)")
        }
        var list: [JSON] = []
        for element in elements { list.append(try self.value(at: element, depth: depth + 1)) }
        return ["@list": .array(list)]
    }
}

extension RDFDataset {
    /// An IRI, or a blank node identifier.
    fileprivate func name(of id: RDFTermID) -> String {
        switch self.term(id) {
        case .iri(let iri): iri
        case .blank(let label): "_:" + label
        case .literal(let literal): literal.lexicalForm
        }
    }
}
