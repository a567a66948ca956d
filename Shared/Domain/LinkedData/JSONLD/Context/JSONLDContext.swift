import Synchronization

/// An active context (JSON-LD 1.1 API §4.1): what each term means. Immutable, so that one that was compiled can be shared by all documents.
public final class JSONLDContext: Sendable {
    let content: ContextContent
    /// What a shared context is known by; zero when the context is one document's own.
    let number: Int
    /// Made when something is first compacted.
    private let inverseContext = Mutex<InverseContext?>(nil)

    /// The first number of a compiled context. One before it is the empty context without a base, which all are compiled from.
    static let firstNumber = 2

    /// The context before any: no term means anything, and there is no base.
    static let empty = JSONLDContext(ContextContent(), number: 1)

    init(_ content: ContextContent, number: Int = 0) {
        self.content = content
        self.number = number
    }

    /// Whether it follows from a closed set of documents alone.
    var isShared: Bool { self.number != 0 }

    /// The names of all terms, in no order.
    public var terms: [String] { self.content.terms.keys.map(\.text) }

    func term(_ name: String) -> Term? { self.content.terms[Name(name)] }

    /// What a member's name stands for, and the term that it is.
    func lookUp(_ name: String) -> (name: ExpandedName, term: Term?) {
        if let term = self.content.terms[Name(name)] { return (term.definition.mapping, term) }
        return (self.content.expand(term: name), nil)
    }

    func definition(_ name: String?) -> TermDefinition? {
        name.flatMap { self.content.terms[Name($0)]?.definition }
    }

    /// The way back from IRIs to terms.
    var inverse: InverseContext {
        self.inverseContext.withLock { kept in
            if let kept { return kept }
            let made = InverseContext(self.content)
            kept = made
            return made
        }
    }
}

/// What an active context is made of.
struct ContextContent: Sendable {
    private(set) var terms: [Name: Term] = [:]
    /// The terms that are other names of keywords: few, and asked for again and again.
    private(set) var aliases: [(name: String, keyword: Keyword)] = []
    /// What relative references are resolved against.
    var base: IRIReference?
    /// The base before any context said otherwise.
    var originalBase: IRIReference?
    var vocabulary: String?
    var language: String?
    var direction: TextDirection?
    /// The context to go back to when a node ends in which this one holds.
    var previous: JSONLDContext?

    /// Gives a name a meaning.
    mutating func define(_ name: String, as term: Term) {
        self.remove(name)
        self.terms[Name(name)] = term
        if let keyword = term.definition.mapping.keyword { self.aliases.append((name, keyword)) }
    }

    /// Takes a name's meaning away.
    @discardableResult
    mutating func remove(_ name: String) -> Term? {
        guard let term = self.terms.removeValue(forKey: Name(name)) else { return nil }
        if term.definition.mapping.keyword != nil { self.aliases.removeAll { $0.name.isSame(as: name) } }
        return term
    }

    /// The keyword that a member's name is, or is another name of.
    func keyword(_ name: String) -> Keyword? {
        if name.utf8.first == UInt8(ascii: "@") { return Keyword(name) }
        for alias in self.aliases where alias.name.isSame(as: name) { return alias.keyword }
        return nil
    }
}
