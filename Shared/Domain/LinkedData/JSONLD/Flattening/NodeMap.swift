import JSON

/// All nodes of a document by graph and name (JSON-LD 1.1 API §7.2), what is said of each in one place.
struct NodeMap {
    /// One node: what is said of it, property by property.
    struct Node {
        let id: String
        var types: [JSON] = []
        var index: JSON?
        /// The properties, in the order in which they came.
        private(set) var properties: [(name: String, values: Values)] = []
        /// Where each stands, once there are many.
        private var places: [Name: Int] = [:]

        private static let few = 12

        init(id: String) {
            self.id = id
        }

        /// Adds a value to the property at a place, unless it is there already.
        mutating func add(_ value: JSON, at place: Int) {
            self.properties[place].values.add(value)
        }

        /// Adds a list, which is a new one each time.
        mutating func add(list: JSON, at place: Int) {
            self.properties[place].values.addAlways(list)
        }

        /// The place of a property, which is made without a value when it is not there. Places stay.
        mutating func place(of property: String) -> Int {
            if let place = self.known(property) { return place }
            self.properties.append((property, Values()))
            let count = self.properties.count
            if count > Self.few {
                for place in (self.places.isEmpty ? 0 : count - 1)..<count { self.places[Name(self.properties[place].name)] = place }
            }
            return count - 1
        }

        private func known(_ property: String) -> Int? {
            if !self.places.isEmpty { return self.places[Name(property)] }
            return self.properties.firstIndex { $0.name.isSame(as: property) }
        }

        /// Whether nothing is said of it.
        var isBare: Bool { self.types.isEmpty && self.index == nil && self.properties.isEmpty }
    }

    /// Values in order, each once. From a few on a table finds those that are there.
    struct Values {
        private(set) var all: [JSON] = []
        private var known: Set<JSON> = []

        private static let few = 8

        mutating func add(_ value: JSON) {
            if self.all.count < Self.few {
                if !self.all.contains(value) { self.all.append(value) }
                return
            }
            if self.known.isEmpty { self.known = Set(self.all) }
            if self.known.insert(value).inserted { self.all.append(value) }
        }

        mutating func addAlways(_ value: JSON) {
            self.all.append(value)
            if !self.known.isEmpty { self.known.insert(value) }
        }
    }

    /// The nodes of one graph.
    struct Graph {
        private(set) var nodes: [Node] = []
        private var places: [Name: Int] = [:]

        /// The place of a node, which is made when it is not there.
        mutating func place(of id: String) -> Int {
            if let place = self.places[Name(id)] { return place }
            self.places[Name(id)] = self.nodes.count
            self.nodes.append(Node(id: id))
            return self.nodes.count - 1
        }

        subscript(place: Int) -> Node {
            get { self.nodes[place] }
            _modify { yield &self.nodes[place] }
        }

        /// The nodes by name.
        var sorted: [Node] { self.nodes.sorted { $0.id.precedes($1.id) } }
    }

    /// The default graph.
    static let defaultGraph = "@default"
    /// The name of nodes whose `@id` expanded to nothing. It looks like a keyword, as no other name does.
    static let unnamable = "@null"

    private(set) var graphs: [(name: String, graph: Graph)] = [(Self.defaultGraph, Graph())]
    private var places: [Name: Int] = [Name(Self.defaultGraph): 0]

    /// The place of a graph, which is made when it is not there.
    mutating func place(of graph: String) -> Int {
        if let place = self.places[Name(graph)] { return place }
        self.places[Name(graph)] = self.graphs.count
        self.graphs.append((graph, Graph()))
        return self.graphs.count - 1
    }

    subscript(place: Int) -> Graph {
        get { self.graphs[place].graph }
        _modify { yield &self.graphs[place].graph }
    }
}

/// Blank node identifiers, issued in order (JSON-LD 1.1 API §7.4).
struct BlankNodeIssuer {
    private var issued: [Name: String] = [:]
    private var count = 0

    /// A new identifier.
    mutating func new() -> String {
        defer { self.count += 1 }
        return "_:b\(self.count)"
    }

    /// The identifier that stands for one of the document.
    mutating func identifier(for label: String) -> String {
        if let identifier = self.issued[Name(label)] { return identifier }
        let identifier = self.new()
        self.issued[Name(label)] = identifier
        return identifier
    }
}
