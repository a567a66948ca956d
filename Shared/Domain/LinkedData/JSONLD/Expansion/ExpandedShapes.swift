import JSON

// What the objects of an expanded document are (JSON-LD 1.1 §9).
extension JSONObject {
    var isValueObject: Bool { self["@value"] != nil }
    var isListObject: Bool { self["@list"] != nil }
    /// A graph object has a graph, and beside it only a name and an index.
    var isGraphObject: Bool {
        self["@graph"] != nil && self.allSatisfy { $0.name == "@graph" || $0.name == "@id" || $0.name == "@index" }
    }
    /// A graph object without a name.
    var isSimpleGraphObject: Bool { self.isGraphObject && self["@id"] == nil }
    var isNodeObject: Bool { !self.isValueObject && !self.isListObject && self["@set"] == nil }
    /// Whether it says nothing but which node is meant.
    var isReference: Bool { self.count == 1 && self["@id"] != nil }
}

extension JSON {
    var isValueObject: Bool { self.object?.isValueObject ?? false }
    var isListObject: Bool { self.object?.isListObject ?? false }
    var isGraphObject: Bool { self.object?.isGraphObject ?? false }
    var isNodeObject: Bool { self.object?.isNodeObject ?? false }

    /// The elements of an array, or the value alone.
    var elements: [JSON] {
        if case .array(let elements) = self { elements } else { [self] }
    }

    /// True or false, a number or a string.
    var isScalar: Bool {
        switch self {
        case .bool, .number, .string: true
        default: false
        }
    }
}

extension JSONObject {
    /// Puts values behind those that a member has.
    mutating func add(_ values: [JSON], to name: String) {
        guard let present = self[name] else {
            self[name] = .array(values)
            return
        }
        self[name] = .array(present.elements + values)
    }

    /// The members, by their names in code point order when that is asked for.
    func members(ordered: Bool) -> [Element] {
        ordered ? self.sorted { $0.name.precedes($1.name) } : Array(self)
    }
}
