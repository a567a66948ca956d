/// A term of one dataset, by its number there. It means nothing in another dataset.
///
/// Equal numbers are equal terms: a dataset gives every IRI, literal and blank-node label one number.
public struct RDFTermID: Hashable, Sendable {
    /// From 0 on an IRI or a literal, below 0 a blank node; the lowest number is the default graph.
    let rawValue: Int32

    init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    init(term index: Int) {
        self.rawValue = Int32(index)
    }

    init(blank index: Int) {
        self.rawValue = -1 - Int32(index)
    }

    /// The graph that has no name. It stands in a quad's place for the graph and nowhere else.
    public static let defaultGraph = RDFTermID(rawValue: .min)

    /// Whether it is a blank node.
    public var isBlank: Bool { self.rawValue < 0 && self.rawValue != .min }

    /// The place of an IRI or literal among the terms.
    var termIndex: Int { Int(self.rawValue) }
    /// The place of a blank node among the blank nodes.
    var blankIndex: Int { -1 - Int(self.rawValue) }
}

/// One statement: a subject has a predicate with an object, in a graph.
public struct RDFQuad: Hashable, Sendable {
    /// What is spoken of: an IRI or a blank node.
    public let subject: RDFTermID
    /// What is said of it: an IRI; in generalised RDF also a blank node.
    public let predicate: RDFTermID
    /// What it is said to be: any term.
    public let object: RDFTermID
    /// Where it is said: an IRI, a blank node or the default graph.
    public let graph: RDFTermID

    /// A statement with terms of one dataset.
    @inlinable
    public init(_ subject: RDFTermID, _ predicate: RDFTermID, _ object: RDFTermID, in graph: RDFTermID = .defaultGraph) {
        self.subject = subject
        self.predicate = predicate
        self.object = object
        self.graph = graph
    }
}
