/// The fields of a head, in their order. Names compare without case.
public struct HTTPFields: Sendable, Hashable, RandomAccessCollection, ExpressibleByDictionaryLiteral {
    private var fields: [HTTPField] = []

    /// No fields.
    public init() {}

    /// Fields in the order of the literal.
    public init(dictionaryLiteral elements: (HTTPField.Name, String)...) {
        self.fields = elements.map { HTTPField(name: $0, value: $1) }
    }

    /// Where the first field is.
    public var startIndex: Int { 0 }
    /// One after the last field.
    public var endIndex: Int { self.fields.count }
    /// The field at a position.
    public subscript(position: Int) -> HTTPField { self.fields[position] }

    /// Adds a field at the end, whether or not there is one of that name.
    public mutating func append(_ field: HTTPField) {
        self.fields.append(field)
    }

    /// Makes room for so many.
    mutating func reserveCapacity(_ count: Int) {
        self.fields.reserveCapacity(count)
    }

    /// The value under a name; several are joined by `, ` (RFC 9110 §5.3), those of `Cookie` by `; ` (RFC 6265 §5.4).
    /// Setting replaces all of that name; nil removes them.
    public subscript(name: HTTPField.Name) -> String? {
        get {
            var found: String?
            for field in self.fields where field.name == name {
                found = found.map { $0 + (name == .cookie ? "; " : ", ") + field.value } ?? field.value
            }
            return found
        }
        set {
            guard let newValue else { return self.fields.removeAll { $0.name == name } }
            let new = HTTPField(name: name, value: newValue)
            guard let first = self.fields.firstIndex(where: { $0.name == name }) else { return self.fields.append(new) }
            self.fields[first] = new
            if self.fields.count > first + 1 {
                let rest = self.fields[(first + 1)...].filter { $0.name != name }
                self.fields.replaceSubrange((first + 1)..., with: rest)
            }
        }
    }

    /// Every value under a name, in order.
    public func values(of name: HTTPField.Name) -> [String] {
        self.fields.filter { $0.name == name }.map(\.value)
    }

    /// Whether there is a field of that name.
    public func contains(_ name: HTTPField.Name) -> Bool {
        self.fields.contains { $0.name == name }
    }

    /// How many fields bear a name.
    func count(of name: HTTPField.Name) -> Int {
        self.fields.count { $0.name == name }
    }
}
