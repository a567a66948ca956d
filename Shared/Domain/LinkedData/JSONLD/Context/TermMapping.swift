import JSON

extension TermCreation {
    /// What a term stands for (JSON-LD 1.1 API §4.2 steps 14 to 18); nil when the definition is to be ignored.
    mutating func mapping(of term: String, _ id: JSON?) throws(JSONLDError) -> ExpandedName? {
        if let id, id.string.map({ !$0.isSame(as: term) }) ?? true { return try self.mapping(of: term, writtenAs: id) }
        if let colon = term.colonAfterFirst {
            let (prefix, suffix) = term.parts(at: colon)
            let prefixTerm = String(prefix)
            try self.defineIfLocal(prefixTerm)
            if let iri = self.content.terms[Name(prefixTerm)]?.definition.mapping.text { return .iri(iri + suffix) }
            return .iri(term)
        }
        if term.utf8.contains(UInt8(ascii: "/")) {
            guard case .iri(let iri) = self.content.expand(term: term), iri.hasScheme else {
                throw JSONLDError(.invalidIRIMapping, "the term is a relative reference, and no vocabulary makes it an IRI")
            }
            return .iri(iri)
        }
        if term == "@type" { return .keyword(.type) }
        guard let vocabulary = self.content.vocabulary else {
            throw JSONLDError(.invalidIRIMapping, "the term has no IRI, and there is no vocabulary that gives it one")
        }
        return .iri(vocabulary + term)
    }

    /// Step 14.
    private mutating func mapping(of term: String, writtenAs id: JSON) throws(JSONLDError) -> ExpandedName? {
        if id.isNull { return .null }
        guard case .string(let text) = id else { throw JSONLDError(.invalidIRIMapping, "@id takes an IRI or a keyword") }
        if Keyword(text) == nil, Keyword.isForm(text) { return nil }
        let mapping = try self.expand(text)
        switch mapping {
        case .keyword(.context): throw JSONLDError(.invalidKeywordAlias, "@context can have no other name")
        case .keyword: break
        case .iri(let iri) where iri.hasScheme || iri.isBlankNode: break
        default: throw JSONLDError(.invalidIRIMapping, "the term's @id leads to no IRI")
        }
        if term.utf8.dropFirst().dropLast().contains(UInt8(ascii: ":")) || term.utf8.contains(UInt8(ascii: "/")) {
            self.markDefined(term)
            guard try self.expand(term) == mapping else {
                throw JSONLDError(.invalidIRIMapping, "the term looks like an IRI and is defined as another one")
            }
        }
        return mapping
    }
}
