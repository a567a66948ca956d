import JSON

// Safe mode: what the specification drops without a word is an error here, since nobody signs it and some may read it.
extension Expansion {
    /// An error for what would be dropped.
    func refuseLoss(_ what: @autoclosure () -> String, _ code: JSONLDErrorCode = .wouldBeLost) throws(JSONLDError) {
        if self.options.isSafe { throw JSONLDError(code, what()) }
    }

    /// An error for a reference or a type that is no absolute IRI, or one that RDF has no place for.
    func refuseRelative(_ name: ExpandedName, _ code: JSONLDErrorCode = .relativeIRI) throws(JSONLDError) {
        guard self.options.isSafe else { return }
        if case .iri(let iri) = name, iri.isWellFormedIRI || iri.isBlankNode { return }
        guard case .iri(let iri) = name, iri.hasScheme else {
            throw JSONLDError(
                code,
                code == .undefinedTerm
                    ? "no context says what this type means, and it is no absolute IRI" : "the reference is no absolute IRI")
        }
        throw JSONLDError(.wouldBeLost, "the IRI has a character that no IRI has, so it would be dropped")
    }

    /// An error for a language that is none, since the text would go with it.
    func refuse(language tag: String?) throws(JSONLDError) {
        guard self.options.isSafe, let tag, !tag.isLanguageTag else { return }
        throw JSONLDError(.wouldBeLost, "the language tag is not well-formed, so the text would be dropped")
    }

    /// An error for a base direction that RDF would not have.
    func refuse(direction: TextDirection?) throws(JSONLDError) {
        guard self.options.isSafe, self.isForRDF, direction != nil, self.options.rdfDirection == nil else { return }
        throw JSONLDError(.wouldBeLost, "the text has a base direction, which RDF drops as long as no rdfDirection is chosen")
    }

    /// An error for an index that RDF would not have.
    func refuseIndex() throws(JSONLDError) {
        guard self.isForRDF else { return }
        try self.refuseLoss("an index would be dropped: RDF has none")
    }
}

extension String {
    /// Whether it is well-formed as N-Quads and Turtle write a language tag: letters, then letters and digits between hyphens.
    var isLanguageTag: Bool {
        let parts = self.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return parts.enumerated().allSatisfy { place, part in
            !part.isEmpty && part.count <= 8
                && part.allSatisfy { byte in
                    UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
                        || place > 0 && UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                }
        }
    }
}
