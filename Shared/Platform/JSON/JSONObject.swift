/// The members of an object in order, each name once.
///
/// Names are compared by their bytes. From 17 members on a table makes finding one take the same time however many there are; taking one out
/// takes time by their number.
public struct JSONObject: Sendable {
    /// One member.
    public typealias Element = (name: String, value: JSON)

    private(set) var members: [Element] = []
    /// Where each name stands, once there are many.
    private var places: [NameKey: Int]?

    /// No members.
    public init() {}

    /// Members whose names a parser knows to differ.
    init(distinct members: [Element]) {
        self.members = members
        self.index()
    }

    /// The value of a member. Setting one puts it where the name stands, or at the end; setting nil takes the member out.
    public subscript(name: String) -> JSON? {
        get {
            self.place(of: name).map { self.members[$0].value }
        }
        set {
            switch (self.place(of: name), newValue) {
            case (let place?, let value?): self.members[place].value = value
            case (let place?, nil): self.removeMember(at: place)
            case (nil, let value?): self.appendNew(name, value)
            case (nil, nil): break
            }
        }
    }

    /// Puts a member at the end. False, and nothing is changed, when the name is there already.
    @discardableResult
    public mutating func append(_ name: String, _ value: JSON) -> Bool {
        guard self.place(of: name) == nil else { return false }
        self.appendNew(name, value)
        return true
    }

    /// Puts another value where a name stands. False, and nothing is changed, when the name is not there.
    @discardableResult
    public mutating func replace(_ name: String, with value: JSON) -> Bool {
        guard let place = self.place(of: name) else { return false }
        self.members[place].value = value
        return true
    }

    /// Takes a member out and gives its value.
    @discardableResult
    public mutating func remove(_ name: String) -> JSON? {
        guard let place = self.place(of: name) else { return nil }
        let value = self.members[place].value
        self.removeMember(at: place)
        return value
    }

    /// The names in order.
    public var names: [String] { self.members.map(\.name) }

    private func place(of name: String) -> Int? {
        if let places = self.places { return places[NameKey(name: name)] }
        return self.members.firstIndex { $0.name.hasSameBytes(as: name) }
    }

    private mutating func appendNew(_ name: String, _ value: JSON) {
        self.members.append((name, value))
        if self.places == nil { self.index() } else { self.places?[NameKey(name: name)] = self.members.count - 1 }
    }

    private mutating func removeMember(at place: Int) {
        self.members.remove(at: place)
        self.places = nil
        self.index()
    }

    private mutating func index() {
        guard self.members.count > LargeObjects.threshold else { return }
        var places: [NameKey: Int] = [:]
        places.reserveCapacity(self.members.count)
        for (place, member) in self.members.enumerated() { places[NameKey(name: member.name)] = place }
        self.places = places
    }
}

extension JSONObject: RandomAccessCollection {
    /// Always zero.
    public var startIndex: Int { 0 }
    /// The number of members.
    public var endIndex: Int { self.members.count }
    /// The member at a place.
    public subscript(position: Int) -> Element { self.members[position] }
}

extension JSONObject: Hashable {
    /// Whether both have the same members, in whatever order (RFC 8259 §1: an object is unordered).
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        guard left.count == right.count else { return false }
        // Mostly the order is the same, too, and no name needs to be looked up.
        for (place, member) in left.members.enumerated() {
            let other = right.members[place]
            let value = member.name.hasSameBytes(as: other.name) ? other.value : right[member.name]
            guard value == member.value else { return false }
        }
        return true
    }

    /// Feeds the members so that their order does not matter.
    public func hash(into hasher: inout Hasher) {
        var sum = 0
        for member in self.members {
            var inner = Hasher()
            member.name.hashBytes(into: &inner)
            inner.combine(member.value)
            sum ^= inner.finalize()
        }
        hasher.combine(sum)
        hasher.combine(self.members.count)
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// Members in the order of the literal. A name that occurs twice is a mistake of the program.
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self.init(literal: elements)
    }

    init(literal elements: some Sequence<(String, JSON)>) {
        for (name, value) in elements {
            let isNew = self.append(name, value)
            precondition(isNew, "the name \"\(name)\" occurs twice in one literal")
        }
    }
}
