/// An inverse context (JSON-LD 1.1 API §4.3): for each IRI the terms that stand for it, by how they hold and read their values.
struct InverseContext: Sendable {
    /// The terms of one IRI with one container.
    struct Terms: Sendable {
        var byLanguage: [Name: String] = [:]
        var byType: [Name: String] = [:]
        /// The first of them, whatever the value is.
        let any: String
    }

    private var terms: [Name: [String: Terms]] = [:]
    /// All terms, the shortest first, as IRI compaction tries them as prefixes.
    let prefixes: [(term: String, iri: String)]

    init(_ content: ContextContent) {
        let ordered = content.terms.sorted { left, right in
            let (left, right) = (left.key.text, right.key.text)
            return left.utf8.count == right.utf8.count ? left.precedes(right) : left.utf8.count < right.utf8.count
        }
        self.prefixes = ordered.compactMap { name, term in
            guard term.definition.isPrefix, let iri = term.definition.mapping.text else { return nil }
            return (name.text, iri)
        }
        let surrounding = Self.key(language: content.language, direction: content.direction) ?? "@none"
        for (name, term) in ordered {
            guard let iri = term.definition.mapping.text else { continue }
            let container = term.definition.container.key
            var terms = self.terms[Name(iri)]?[container] ?? Terms(any: name.text)
            Self.enter(name.text, term.definition, surrounding: surrounding, &terms)
            self.terms[Name(iri), default: [:]][container] = terms
        }
    }

    /// Steps 3.10 to 3.17.
    private static func enter(
        _ term: String, _ definition: TermDefinition, surrounding: String, _ terms: inout Terms
    ) {
        func add(_ key: String, _ map: inout [Name: String]) {
            if map[Name(key)] == nil { map[Name(key)] = term }
        }
        if definition.isReverse { return add("@reverse", &terms.byType) }
        if let type = definition.type {
            if type == .none {
                add("@any", &terms.byLanguage)
                add("@any", &terms.byType)
            } else {
                add(type.text, &terms.byType)
            }
            return
        }
        switch (definition.language, definition.direction) {
        case (.unset, .unset):
            add(surrounding, &terms.byLanguage)
            add("@none", &terms.byLanguage)
            add("@none", &terms.byType)
        case (.unset, .null): add("@none", &terms.byLanguage)
        case (let language, let direction):
            add(Self.key(language: language.or(nil), direction: direction.or(nil)) ?? "@null", &terms.byLanguage)
        }
    }

    /// A language and a direction as one key, in lower case; nil when there is neither.
    static func key(language: String?, direction: TextDirection?) -> String? {
        guard let direction else { return language?.lowercasedASCII }
        return (language?.lowercasedASCII ?? "") + "_" + direction.rawValue
    }

    /// Whether any term stands for an IRI.
    func knows(_ iri: String) -> Bool { self.terms[Name(iri)] != nil }

    /// Term selection (JSON-LD 1.1 API §6.3): the first term that one of the containers has under one of the values, or under any.
    func term(for iri: String, containers: [String], byType: Bool, preferred: [String], any: Bool) -> String? {
        guard let terms = self.terms[Name(iri)] else { return nil }
        for container in containers {
            guard let terms = terms[container] else { continue }
            if any { return terms.any }
            for value in preferred {
                if let term = (byType ? terms.byType : terms.byLanguage)[Name(value)] { return term }
            }
        }
        return nil
    }
}
