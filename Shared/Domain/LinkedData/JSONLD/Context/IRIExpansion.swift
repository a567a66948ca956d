extension ContextContent {
    /// IRI expansion (JSON-LD 1.1 API §5.2), with all terms that it could meet defined already.
    func expand(_ value: String, vocabulary isVocabulary: Bool, documentRelative: Bool) -> ExpandedName {
        if value.utf8.first == UInt8(ascii: "@") {
            if let keyword = Keyword(value) { return .keyword(keyword) }
            if Keyword.isForm(value) { return .null }
        }
        if let term = self.terms[Name(value)] {
            let mapping = term.definition.mapping
            if isVocabulary || mapping.keyword != nil { return mapping }
        }
        if let colon = value.colonAfterFirst {
            let (prefix, suffix) = value.parts(at: colon)
            if prefix == "_" || suffix.utf8.starts(with: "//".utf8) { return .iri(value) }
            if let definition = self.terms[Name(String(prefix))]?.definition, definition.isPrefix, let iri = definition.mapping.text {
                return .iri(iri + suffix)
            }
            if value.hasScheme { return .iri(value) }
        }
        if isVocabulary, let vocabulary = self.vocabulary { return .iri(vocabulary + value) }
        if documentRelative, let base = self.base { return .iri(base.resolve(value)) }
        return .iri(value)
    }

    /// What a member's name or another vocabulary term stands for.
    func expand(term: String) -> ExpandedName {
        self.expand(term, vocabulary: true, documentRelative: false)
    }
}

extension String {
    /// The first colon that is not the first character.
    var colonAfterFirst: String.Index? {
        self.utf8.dropFirst().firstIndex(of: UInt8(ascii: ":"))
    }

    /// What is before and after a colon.
    func parts(at colon: String.Index) -> (prefix: Substring, suffix: Substring) {
        (self[..<colon], self[self.utf8.index(after: colon)...])
    }
}
