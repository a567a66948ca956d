import JSON

/// What becomes of an object once all its members are expanded (JSON-LD 1.1 API §5.1 steps 15 to 20).
struct ExpandedResult {
    let expansion: Expansion
    let around: Expansion.Surroundings

    /// The expanded object, what it stands for, or null when it says nothing.
    func finish(_ expanded: JSONObject) throws(JSONLDError) -> JSON {
        var result = expanded
        if let value = result["@value"] {
            guard try self.isKept(value, of: result) else { return .null }
        } else if let type = result["@type"], type.array == nil {
            result["@type"] = [type]
        } else if result["@set"] != nil || result["@list"] != nil {
            guard result.count == 1 || result.count == 2 && result["@index"] != nil else {
                throw JSONLDError(.invalidSetOrListObject, "beside @set or @list there can only be an @index")
            }
            if let set = result["@set"] { return try self.finish(set: set) }
        }
        if result.count == 1, result["@language"] != nil {
            try self.expansion.refuseLoss("a language without a text would be dropped")
            return .null
        }
        guard self.around.isTopLevel else { return .object(result) }
        if result.isEmpty || result["@value"] != nil || result["@list"] != nil {
            try self.expansion.refuseLoss("an object that says nothing about a node would be dropped")
            return .null
        }
        if result.isReference {
            try self.expansion.refuseLoss("an object that only names a node would be dropped")
            return .null
        }
        return .object(result)
    }

    /// What was a set is an array, or an object that is yet to be judged.
    private func finish(set: JSON) throws(JSONLDError) -> JSON {
        guard case .object(let object) = set else { return set }
        return try self.finish(object)
    }

    /// Step 15. False when the value is null, and nothing is left.
    private func isKept(_ value: JSON, of result: JSONObject) throws(JSONLDError) -> Bool {
        let known = ["@direction", "@index", "@language", "@type", "@value"]
        guard result.allSatisfy({ known.contains($0.name) }) else {
            throw JSONLDError(.invalidValueObject, "a value has no properties")
        }
        let type = result["@type"]
        if type != nil, result["@language"] != nil || result["@direction"] != nil {
            throw JSONLDError(.invalidValueObject, "a value with a type has neither language nor direction")
        }
        if type == "@json" { return true }
        if value.isNull { return false }
        if result["@language"] != nil, value.string == nil {
            throw JSONLDError(.invalidLanguageTaggedValue, "only a text has a language")
        }
        if let type {
            guard case .string(let iri) = type, iri.isWellFormedIRI else {
                throw JSONLDError(.invalidTypedValue, "the type of a value is one IRI")
            }
        }
        return true
    }
}
