import JSON

/// IRI compaction (JSON-LD 1.1 API §6.2): the shortest way in a context to write an IRI or a keyword.
struct IRICompaction {
    let context: JSONLDContext
    let options: JSONLDOptions

    /// A name in the vocabulary: a property, a type or a keyword. For a property its value decides which of its terms fits.
    func compact(_ iri: String, value: JSON? = nil, isReverse: Bool = false) throws(JSONLDError) -> String {
        let inverse = self.context.inverse
        if inverse.knows(iri), let term = self.term(for: iri, value: value, isReverse: isReverse) { return term }
        if let vocabulary = self.context.content.vocabulary, iri.begins(with: vocabulary), iri.utf8.count > vocabulary.utf8.count {
            let suffix = String(decoding: iri.utf8.dropFirst(vocabulary.utf8.count), as: UTF8.self)
            if self.context.term(suffix) == nil { return suffix }
        }
        if let compact = self.prefixed(iri, hasValue: value != nil) { return compact }
        try self.refuseConfusion(iri)
        return iri
    }

    /// A name of a node: relative to the base when that is wanted.
    func compact(id iri: String) throws(JSONLDError) -> String {
        if let compact = self.prefixed(iri, hasValue: false) { return compact }
        try self.refuseConfusion(iri)
        guard self.options.compactToRelative, let base = self.context.content.base, !iri.isBlankNode else { return iri }
        return base.relative(iri)
    }

    /// Steps 6 to 8: a compact IRI.
    private func prefixed(_ iri: String, hasValue: Bool) -> String? {
        var best: String?
        for (term, prefix) in self.context.inverse.prefixes where iri.utf8.count > prefix.utf8.count && iri.begins(with: prefix) {
            let candidate = term + ":" + String(decoding: iri.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
            if let best, candidate.utf8.count > best.utf8.count || candidate.utf8.count == best.utf8.count && best.precedes(candidate) {
                continue
            }
            if let definition = self.context.definition(candidate), hasValue || definition.mapping != .iri(iri) { continue }
            best = candidate
        }
        return best
    }

    /// Step 9: an absolute IRI that a reader would take for a compact one.
    private func refuseConfusion(_ iri: String) throws(JSONLDError) {
        guard let colon = iri.colonAfterFirst else { return }
        let (prefix, suffix) = iri.parts(at: colon)
        guard !suffix.utf8.starts(with: "//".utf8), let definition = self.context.definition(String(prefix)), definition.isPrefix else {
            return
        }
        throw JSONLDError(.iriConfusedWithPrefix, "an IRI starts with \(prefix):, which the context gives another meaning")
    }

    /// Step 4: the term that suits the value.
    private func term(for iri: String, value: JSON?, isReverse: Bool) -> String? {
        var selection = TermChoice(context: self.context, isVersion10: self.options.isVersion10)
        selection.look(at: value, isReverse: isReverse)
        let preferred = self.preferred(selection.typeOrLanguage, value)
        let byType = selection.byType
        // An empty list has whatever type or language a term gives to it.
        let isEmptyList = value?["@list"]?.elements.isEmpty ?? false
        return self.context.inverse.term(
            for: iri, containers: selection.containers, byType: byType, preferred: preferred, any: isEmptyList)
    }

    /// Steps 4.14 to 4.19.
    private func preferred(_ value: String, _ node: JSON?) -> [String] {
        var preferred: [String] = value == "@reverse" ? ["@reverse"] : []
        if value == "@id" || value == "@reverse", let id = node?["@id"]?.string {
            preferred += self.isWrittenAsTerm(id) ? ["@vocab", "@id", "@none"] : ["@id", "@vocab", "@none"]
        } else {
            preferred += [value, "@none"]
        }
        preferred.append("@any")
        if let mark = value.utf8.firstIndex(of: UInt8(ascii: "_")), !value.hasScheme { preferred.append(String(value[mark...])) }
        return preferred
    }

    private func isWrittenAsTerm(_ id: String) -> Bool {
        guard self.context.inverse.knows(id), let term = self.term(for: id, value: nil, isReverse: false) else { return false }
        return self.context.definition(term)?.mapping == .iri(id)
    }
}
