extension JSON {
    /// What the value is.
    public var kind: JSONKind {
        switch self {
        case .null: .null
        case .bool: .bool
        case .number: .number
        case .string: .string
        case .array: .array
        case .object: .object
        }
    }

    /// Whether it is null.
    public var isNull: Bool { self.kind == .null }

    /// The text of a string.
    public var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// True or false.
    public var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// A number as written.
    public var number: JSONNumber? {
        if case .number(let value) = self { value } else { nil }
    }

    /// The value of a number that is whole and fits.
    public var int: Int? { self.number?.int }

    /// The nearest double of a number.
    public var double: Double? { self.number?.double }

    /// The elements of an array.
    public var array: [JSON]? {
        if case .array(let value) = self { value } else { nil }
    }

    /// The members of an object.
    public var object: JSONObject? {
        if case .object(let value) = self { value } else { nil }
    }

    /// The value of a member; nil when there is none or this is no object.
    public subscript(name: String) -> JSON? {
        if case .object(let object) = self { object[name] } else { nil }
    }

    /// An element; nil when there is none or this is no array.
    public subscript(index: Int) -> JSON? {
        guard case .array(let array) = self, array.indices.contains(index) else { return nil }
        return array[index]
    }

    /// The value that a pointer leads to.
    public subscript(pointer pointer: JSONPointer) -> JSON? {
        var value = self
        for token in pointer.tokens {
            let inner =
                switch value {
                case .array: JSONPointer.index(of: token).flatMap { value[$0] }
                default: value[token]
                }
            guard let inner else { return nil }
            value = inner
        }
        return value
    }
}

extension JSONView {
    /// The value as a tree of its own, apart from the document.
    public var json: JSON {
        var index = self.index
        return self.tape.tree(&index)
    }
}

extension Tape {
    /// Builds the value at a node and moves behind it. As deep a recursion as the parser's limit lets through.
    fileprivate func tree(_ index: inout Int) -> JSON {
        let node = self.nodes[index]
        let start = index
        index += 1
        switch node.kind {
        case .null: return .null
        case .yes: return .bool(true)
        case .no: return .bool(false)
        case .number: return .number(JSONNumber(checked: self.string(at: start)))
        case .string, .escapedString: return .string(self.string(at: start))
        case .array:
            var elements: [JSON] = []
            elements.reserveCapacity(Int(node.count))
            while index < node.next { elements.append(self.tree(&index)) }
            return .array(elements)
        case .object:
            var members: [JSONObject.Element] = []
            members.reserveCapacity(Int(node.count))
            while index < node.next {
                let name = self.string(at: index)
                index += 1
                members.append((name, self.tree(&index)))
            }
            return .object(JSONObject(distinct: members))
        }
    }
}
