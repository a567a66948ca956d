/// What a JSON value is.
public enum JSONKind: Sendable, Hashable, CustomStringConvertible {
    case null, bool, number, string, array, object

    /// With its article, for messages.
    public var description: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

/// A value in a document, where it stands. Copying one is cheap, and it keeps the document alive.
public struct JSONView: Sendable {
    let tape: Tape
    let index: Int
    /// What a reader of this value does with members that it does not know.
    let unknownMembers: JSONUnknownMembers

    private var node: TapeNode { self.tape.nodes[self.index] }

    /// What the value is.
    public var kind: JSONKind {
        switch self.node.kind {
        case .null: .null
        case .yes, .no: .bool
        case .number: .number
        case .string, .escapedString: .string
        case .array: .array
        case .object: .object
        }
    }

    /// Whether it is null.
    public var isNull: Bool { self.node.kind == .null }

    /// The text of a string.
    public var string: String? {
        self.kind == .string ? self.tape.string(at: self.index) : nil
    }

    /// True or false.
    public var bool: Bool? {
        switch self.node.kind {
        case .yes: true
        case .no: false
        default: nil
        }
    }

    /// A number as written.
    public var number: JSONNumber? {
        self.node.kind == .number ? JSONNumber(checked: self.tape.string(at: self.index)) : nil
    }

    /// The value of a number that is whole and fits.
    public var int: Int? { self.number?.int }

    /// The nearest double of a number.
    public var double: Double? { self.number?.double }

    /// How many elements an array or members an object has; zero for all else.
    public var count: Int { self.node.kind.isContainer ? Int(self.node.count) : 0 }

    /// The value of a member; nil when there is none or this is no object.
    public subscript(name: String) -> JSONView? {
        guard self.node.kind == .object, let value = self.tape.member(of: self.index, named: name) else { return nil }
        return self.at(value)
    }

    /// An element; nil when there is none or this is no array. To walk through all of them use `elements`.
    public subscript(index: Int) -> JSONView? {
        guard self.node.kind == .array, index >= 0, index < self.count else { return nil }
        return self.elements.dropFirst(index).first { _ in true }
    }

    /// The value that a pointer leads to from here.
    public subscript(pointer pointer: JSONPointer) -> JSONView? {
        var view = self
        for token in pointer.tokens {
            let inner = view.kind == .array ? JSONPointer.index(of: token).flatMap { view[$0] } : view[token]
            guard let inner else { return nil }
            view = inner
        }
        return view
    }

    /// The elements of an array in order; none for all else.
    public var elements: some Sequence<JSONView> {
        sequence(state: self.index + 1) { [self, end = self.node.kind == .array ? Int(self.node.next) : 0] index in
            guard index < end else { return nil }
            defer { index = self.tape.next(after: index) }
            return self.at(index)
        }
    }

    /// The members of an object in order; none for all else.
    public var members: some Sequence<(name: String, value: JSONView)> {
        sequence(state: self.index + 1) { [self, end = self.node.kind == .object ? Int(self.node.next) : 0] index in
            guard index < end else { return nil }
            defer { index = self.tape.next(after: index + 1) }
            return (self.tape.string(at: index), self.at(index + 1))
        }
    }

    /// The bytes of the value as written, quotes included.
    public var rawBytes: ArraySlice<UInt8> {
        let start = Int(self.node.start)
        let end = Int(self.node.end)
        return self.kind == .string ? self.tape.bytes[start - 1..<end + 1] : self.tape.bytes[start..<end]
    }

    /// Where the value starts.
    public var position: JSONPosition {
        self.tape.position(of: self.kind == .string ? Int(self.node.start) - 1 : Int(self.node.start))
    }

    /// The way to it from the document's root.
    public var pointer: JSONPointer { self.tape.pointer(to: self.index) }

    func at(_ index: Int) -> JSONView {
        JSONView(tape: self.tape, index: index, unknownMembers: self.unknownMembers)
    }
}
