import JSON

/// One graph on its way from RDF.
struct ReadGraph {
    /// Nil for the default graph.
    let name: String?
    var nodes: [ReadNode] = []
    private var places: [RDFTermID: Int] = [:]
    /// Where `rdf:nil` is a value: the ends of lists.
    var listEnds: [RDFReading.Place] = []
    /// The nodes with a base direction, which may be compound literals.
    var directed: [Int] = []

    init(name: String?) {
        self.name = name
    }

    /// The place of a node, which is made when it is not there.
    mutating func place(of term: RDFTermID, name: () -> String) -> Int {
        if let place = self.places[term] { return place }
        self.places[term] = self.nodes.count
        self.nodes.append(ReadNode(term: term, id: name()))
        return self.nodes.count - 1
    }

    /// The places of the nodes that are left, by name.
    var sorted: [Int] {
        self.nodes.indices.filter { !self.nodes[$0].isRemoved }.sorted { self.nodes[$0].id.precedes(self.nodes[$1].id) }
    }
}

/// One node on its way from RDF.
struct ReadNode {
    let term: RDFTermID
    let id: String
    var types: [JSON] = []
    var properties: [(name: String, values: [JSON])] = []
    /// Whether it went into a list or a literal.
    var isRemoved = false

    init(term: RDFTermID, id: String) {
        self.term = term
        self.id = id
    }

    /// Whether nothing is said of it.
    var isBare: Bool { self.types.isEmpty && self.properties.isEmpty }

    /// Adds a value and gives its place. `distinct` says that it cannot be there already.
    mutating func add(_ value: JSON, to name: String, distinct: Bool) -> (property: Int, value: Int) {
        guard let property = self.properties.firstIndex(where: { $0.name.isSame(as: name) }) else {
            self.properties.append((name, [value]))
            return (self.properties.count - 1, 0)
        }
        if !distinct, let place = self.properties[property].values.firstIndex(of: value) { return (property, place) }
        self.properties[property].values.append(value)
        return (property, self.properties[property].values.count - 1)
    }

    /// The place of the property that has one value; nil when it has several, or is not there.
    func place(ofOnly name: String) -> Int? {
        self.properties.firstIndex { $0.name == name && $0.values.count == 1 }
    }

    /// The only value of a property.
    func only(_ name: String) -> JSON? {
        self.place(ofOnly: name).map { self.properties[$0].values[0] }
    }
}
