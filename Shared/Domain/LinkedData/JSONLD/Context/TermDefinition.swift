import JSON

/// What a term means in a context (JSON-LD 1.1 API §4.1, term definition).
struct TermDefinition: Sendable, Equatable {
    /// What the term stands for; `.null` when it is defined to mean nothing.
    var mapping = ExpandedName.null
    /// Whether it can stand before the colon of a compact IRI.
    var isPrefix = false
    var isProtected = false
    var isReverse = false
    /// The context that holds for its values, or for the nodes that have it as their type.
    var scopedContext: JSON?
    /// Where the scoped context was written.
    var scopedContextBase: String?
    var container: Container = []
    var direction = Setting<TextDirection>.unset
    /// The property that takes the keys of an index map.
    var index: String?
    var language = Setting<String>.unset
    var nest: String?
    var type: TypeMapping?

    /// Whether both mean the same, protected or not.
    func isSame(as other: TermDefinition) -> Bool {
        var other = other
        other.isProtected = self.isProtected
        return self == other
    }
}

/// A term definition with an identity, by which contexts that were compiled for it are found again.
final class Term: Sendable {
    let definition: TermDefinition
    /// Whether it stands for an IRI that RDF takes.
    let isWellFormed: Bool

    init(_ definition: TermDefinition) {
        self.definition = definition
        if case .iri(let iri) = definition.mapping { self.isWellFormed = iri.isWellFormedIRI } else { self.isWellFormed = false }
    }
}

/// How a term's values are read.
enum TypeMapping: Sendable, Equatable {
    case id, vocab, json, none
    case iri(String)

    static func == (left: TypeMapping, right: TypeMapping) -> Bool {
        left.text.isSame(as: right.text)
    }

    var text: String {
        switch self {
        case .id: "@id"
        case .vocab: "@vocab"
        case .json: "@json"
        case .none: "@none"
        case .iri(let iri): iri
        }
    }
}

/// Something that may be left to what holds around it, or be taken away on purpose.
enum Setting<Value: Sendable & Equatable>: Sendable, Equatable {
    case unset, null
    case value(Value)

    /// What holds, given what holds around it.
    func or(_ surrounding: Value?) -> Value? {
        switch self {
        case .unset: surrounding
        case .null: nil
        case .value(let value): value
        }
    }
}

/// The base direction of a text.
enum TextDirection: String, Sendable {
    case leftToRight = "ltr"
    case rightToLeft = "rtl"
}

/// What a name stands for once a context has been asked.
enum ExpandedName: Sendable, Equatable {
    case null
    case keyword(Keyword)
    /// An IRI, a blank node identifier, or what is left of a name that nothing expands.
    case iri(String)

    static func == (left: ExpandedName, right: ExpandedName) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.keyword(let left), .keyword(let right)): left == right
        case (.iri(let left), .iri(let right)): left.isSame(as: right)
        default: false
        }
    }

    init(_ text: String) {
        if let keyword = Keyword(text) { self = .keyword(keyword) } else { self = .iri(text) }
    }

    var text: String? {
        switch self {
        case .null: nil
        case .keyword(let keyword): keyword.rawValue
        case .iri(let iri): iri
        }
    }

    var keyword: Keyword? {
        if case .keyword(let keyword) = self { keyword } else { nil }
    }
}
