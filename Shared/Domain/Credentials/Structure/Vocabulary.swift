import JSON

/// Which words a document's `@context` gives a meaning.
///
/// A word counts as known when a carried list defines it at any depth: whether it stands in the right place is for JSON-LD to say.
struct Vocabulary {
    /// The words of the carried lists, each as it is: joining them for every document would take longer than all the looking up.
    private var lists: [(defined: Set<String>, protected: Set<String>)] = []
    private var defined: Set<String> = []
    private var removed: Set<String> = []
    /// Lists that are not carried here.
    private(set) var unknownLists: [String] = []
    /// A rule of the lists that the document breaks.
    private(set) var fault: Reason?
    private var protected: Set<String> = []
    private var definesAll = false

    init(_ context: JSON?) {
        for entry in context.map({ $0.array ?? [$0] }) ?? [] {
            switch entry {
            case .string(let url): self.add(list: url)
            case .object(let definitions): self.add(inline: definitions)
            default: self.fault = self.fault ?? Reason(.malformed, ["field": "/@context"])
            }
        }
    }

    /// Whether a word has a meaning: by a list, as a keyword, or because it is a URL itself.
    func knows(_ word: String) -> Bool {
        if self.definesAll || self.defined.contains(word) { return true }
        if self.lists.contains(where: { $0.defined.contains(word) }) { return !self.removed.contains(word) }
        return Self.keywords.contains(word) || AbsoluteURL.isValid(word)
    }

    /// JSON-LD 1.1 §1.7. A word that only looks like one of them, such as `@grade`, is dropped by processors.
    private static let keywords: Set<String> = [
        "@context", "@direction", "@graph", "@id", "@included", "@index", "@json", "@language", "@list", "@nest", "@none", "@reverse",
        "@set", "@type", "@value",
    ]

    private func protects(_ word: String) -> Bool {
        self.protected.contains(word) || self.lists.contains { $0.protected.contains(word) }
    }

    private mutating func add(list url: String) {
        if let terms = KnownContext.terms(of: url) {
            self.lists.append(terms)
        } else if AbsoluteURL.isValid(url) {
            self.unknownLists.append(url)
        } else {
            self.fault = self.fault ?? Reason(.malformed, ["field": "/@context"])
        }
    }

    private mutating func add(inline definitions: JSONObject) {
        let protects = definitions["@protected"]?.bool == true
        for (word, meaning) in definitions {
            if word == "@vocab" {
                self.definesAll = meaning.string.map(AbsoluteURL.isValid) ?? false
            } else if !word.hasPrefix("@") {
                self.define(word, as: meaning, protected: protects || meaning["@protected"]?.bool == true)
            }
        }
    }

    private mutating func define(_ word: String, as meaning: JSON, protected: Bool) {
        guard !self.protects(word) else {
            self.fault = self.fault ?? Reason(.redefinedTerm, ["term": .string(word)])
            return
        }
        if protected { self.protected.insert(word) }
        if meaning.isNull {
            self.defined.remove(word)
            self.removed.insert(word)
            return
        }
        let target = meaning.string ?? meaning["@id"]?.string
        guard let target, self.knows(target) else {
            self.fault = self.fault ?? Reason(.unknownTerm, ["term": .string(word)])
            return
        }
        self.defined.insert(word)
    }
}
