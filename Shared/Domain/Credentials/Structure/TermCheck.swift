import JSON

/// Looks whether every word of a document has a meaning. A word without one is not signed by the RDF suites, whoever reads it.
struct TermCheck {
    private let vocabulary: Vocabulary
    private var unknownWord: String?
    private var hasInnerContext = false

    init(_ document: JSON) {
        self.vocabulary = Vocabulary(document["@context"])
        guard let members = document.object else { return }
        self.walk(members, isRoot: true)
    }

    var outcome: Outcome {
        if let fault = self.vocabulary.fault { return .failed(fault) }
        if let list = self.vocabulary.unknownLists.first { return .notChecked(Reason(.unknownContext, ["context": .string(list)])) }
        if self.hasInnerContext { return .notChecked(Reason(.innerContext)) }
        if let word = self.unknownWord { return .failed(Reason(.unknownTerm, ["term": .string(word)])) }
        return .passed
    }

    /// Depth is bounded by the parser's limit. Credentials inside a credential have words of their own and are judged by themselves.
    private mutating func walk(_ members: JSONObject, isRoot: Bool) {
        for (name, value) in members {
            if name == "@context" {
                self.hasInnerContext = self.hasInnerContext || !isRoot
                continue
            }
            self.look(at: name)
            if name == "type" || name == "@type" {
                for type in value.array ?? [value] { if let type = type.string { self.look(at: type) } }
            } else if !Self.apart.contains(name) {
                for inner in value.array ?? [value] { self.walk(inner, under: name) }
            }
        }
    }

    /// A proof of a JCS suite carries the document's own context again.
    private mutating func walk(_ value: JSON, under name: String) {
        guard var members = value.object else { return }
        if name == "proof" { members.remove("@context") }
        self.walk(members, isRoot: false)
    }

    private mutating func look(at word: String) {
        if self.unknownWord == nil, !self.vocabulary.knows(word) { self.unknownWord = word }
    }

    private static let apart: Set<String> = ["verifiableCredential", "endorsement", "jsonSchema"]
}
