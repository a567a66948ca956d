import JSON

/// The entries of a local context that are not terms (JSON-LD 1.1 API §4.1 steps 5.5 to 5.11).
struct ContextEntries {
    let local: JSONObject
    let isVersion10: Bool
    /// Whether the context came from elsewhere; its base is then not the document's.
    let isRemote: Bool

    /// What is no term.
    static let names: Set<String> = [
        "@base", "@direction", "@import", "@language", "@propagate", "@protected", "@version", "@vocab",
    ]

    func apply(to content: inout ContextContent) throws(JSONLDError) {
        for member in self.local where member.name.utf8.first == UInt8(ascii: "@") {
            try under(member.name) { () throws(JSONLDError) in try self.check(member.name, member.value) }
        }
        if let base = self.local["@base"], !self.isRemote {
            try under("@base") { () throws(JSONLDError) in try self.setBase(base, &content) }
        }
        if let vocabulary = self.local["@vocab"] {
            try under("@vocab") { () throws(JSONLDError) in try self.setVocabulary(vocabulary, &content) }
        }
        if let language = self.local["@language"] { content.language = language.string?.lowercasedASCII }
        if let direction = self.local["@direction"] { content.direction = direction.string.flatMap { TextDirection(rawValue: $0) } }
    }

    /// The values that can be judged alone.
    private func check(_ name: String, _ value: JSON) throws(JSONLDError) {
        switch name {
        case "@version":
            guard case .number(let number) = value, number.double == 1.1 else {
                throw JSONLDError(.invalidVersionValue, "@version is the number 1.1")
            }
            if self.isVersion10 { throw JSONLDError(.processingModeConflict, "the context is of JSON-LD 1.1, and 1.0 was asked for") }
        case "@language":
            guard value.isNull || value.string != nil else {
                throw JSONLDError(.invalidDefaultLanguage, "@language takes a language tag or null")
            }
        case "@direction":
            try self.refuseIn10(name)
            guard value.isNull || value.string.flatMap({ TextDirection(rawValue: $0) }) != nil else {
                throw JSONLDError(.invalidBaseDirection, "@direction takes ltr, rtl or null")
            }
        case "@propagate":
            try self.refuseIn10(name)
            guard value.bool != nil else { throw JSONLDError(.invalidPropagateValue, "@propagate takes true or false") }
        case "@protected":
            try self.refuseIn10(name)
            guard value.bool != nil else { throw JSONLDError(.invalidProtectedValue, "@protected takes true or false") }
        default: break
        }
    }

    private func refuseIn10(_ name: String) throws(JSONLDError) {
        if self.isVersion10 { throw JSONLDError(.invalidContextEntry, "\(name) is of JSON-LD 1.1") }
    }

    /// Step 5.7.
    private func setBase(_ value: JSON, _ content: inout ContextContent) throws(JSONLDError) {
        switch value {
        case .null: content.base = nil
        case .string(let reference):
            if reference.hasScheme {
                content.base = IRIReference(reference)
            } else if let base = content.base {
                content.base = IRIReference(base.resolve(reference))
            } else {
                throw JSONLDError(.invalidBaseIRI, "@base is relative, and there is no base before it")
            }
        default: throw JSONLDError(.invalidBaseIRI, "@base takes an IRI or null")
        }
    }

    /// Step 5.8.
    private func setVocabulary(_ value: JSON, _ content: inout ContextContent) throws(JSONLDError) {
        if value.isNull {
            content.vocabulary = nil
            return
        }
        guard case .string(let reference) = value else { throw JSONLDError(.invalidVocabMapping, "@vocab takes an IRI or null") }
        if self.isVersion10, !reference.hasScheme, !reference.isBlankNode {
            throw JSONLDError(.invalidVocabMapping, "@vocab is relative, which JSON-LD 1.0 does not allow")
        }
        guard case .iri(let iri) = content.expand(reference, vocabulary: true, documentRelative: true) else {
            throw JSONLDError(.invalidVocabMapping, "@vocab takes an IRI or null")
        }
        content.vocabulary = iri
    }
}

extension String {
    /// The text with A to Z in lower case, as language tags are compared (BCP 47 §2.1.1).
    var lowercasedASCII: String {
        guard self.utf8.contains(where: { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 }) else { return self }
        return String(decoding: self.utf8.map { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
