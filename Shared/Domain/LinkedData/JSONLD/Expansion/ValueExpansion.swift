import JSON

extension Expansion {
    /// Value expansion (JSON-LD 1.1 API §5.3): a scalar as the object that its term makes of it.
    func expand(value: JSON, of term: Term?, in context: JSONLDContext) throws(JSONLDError) -> JSON {
        if case .string(let text) = value {
            switch term?.definition.type {
            case .id: return ["@id": try self.reference(text, vocabulary: false, in: context)]
            case .vocab: return ["@id": try self.reference(text, vocabulary: true, in: context)]
            default: break
            }
        }
        switch term?.definition.type {
        case .json: return ["@value": value, "@type": "@json"]
        case .iri(let type): return ["@value": value, "@type": .string(type)]
        default: break
        }
        guard value.string != nil, term?.definition.type == nil || term?.definition.type == TypeMapping.none else {
            return ["@value": value]
        }
        let language = (term?.definition.language ?? .unset).or(context.content.language)
        let direction = (term?.definition.direction ?? .unset).or(context.content.direction)
        if language == nil, direction == nil { return ["@value": value] }
        try self.refuse(language: language)
        try self.refuse(direction: direction)
        return .object(
            omittingNil: [
                "@value": value, "@language": language.map { .string($0) }, "@direction": direction.map { .string($0.rawValue) },
            ])
    }

    /// A reference to a node or a type, as an IRI or blank node identifier; in safe mode nothing else is let through.
    func reference(_ text: String, vocabulary: Bool, in context: JSONLDContext) throws(JSONLDError) -> JSON {
        let expanded = context.content.expand(text, vocabulary: vocabulary, documentRelative: true)
        try self.refuseRelative(expanded)
        return expanded.text.map { .string($0) } ?? .null
    }
}
