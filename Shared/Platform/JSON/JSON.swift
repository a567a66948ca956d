/// A JSON value: members in order, numbers exact as written.
///
/// Texts are the same when their bytes are; objects are the same when their members are, in whatever order.
public enum JSON: Sendable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(String)
    case array([JSON])
    case object(JSONObject)

    /// Parses bytes strictly (see `JSONDocument`).
    public init(parsing bytes: [UInt8], limits: JSONLimits = .standard) throws(JSONError) {
        self = try JSONDocument(parsing: bytes, limits: limits).root.json
    }

    /// Parses borrowed bytes strictly.
    public init(parsing bytes: Span<UInt8>, limits: JSONLimits = .standard) throws(JSONError) {
        self = try JSONDocument(parsing: bytes, limits: limits).root.json
    }

    /// Parses a text strictly.
    public init(parsing text: String, limits: JSONLimits = .standard) throws(JSONError) {
        self = try JSONDocument(parsing: text, limits: limits).root.json
    }

    /// An object of the members that have a value: what is nil is left out. Names must differ, as in any literal.
    public static func object(omittingNil members: KeyValuePairs<String, JSON?>) -> JSON {
        .object(JSONObject(literal: members.lazy.compactMap { name, value in value.map { (name, $0) } }))
    }
}

extension JSON: Hashable {
    /// Whether both are the same value.
    public static func == (left: JSON, right: JSON) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.number(let left), .number(let right)): left == right
        case (.string(let left), .string(let right)): left.hasSameBytes(as: right)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)): left == right
        default: false
        }
    }

    /// Feeds kind and value.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(self.kind)
        switch self {
        case .null: break
        case .bool(let value): hasher.combine(value)
        case .number(let value): hasher.combine(value)
        case .string(let value): value.hashBytes(into: &hasher)
        case .array(let value): hasher.combine(value)
        case .object(let value): hasher.combine(value)
        }
    }
}

extension JSON: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
    /// `nil` is null.
    public init(nilLiteral: ()) { self = .null }
    /// `true` or `false`.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// A whole number.
    public init(integerLiteral value: Int) { self = .number(JSONNumber(value)) }
    /// A number with a fraction; source code can write only finite ones.
    public init(floatLiteral value: Double) { self = .number(JSONNumber(value)!) }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    /// A string.
    public init(stringLiteral value: String) { self = .string(value) }
}

extension JSON: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    /// An array.
    public init(arrayLiteral elements: JSON...) { self = .array(elements) }

    /// An object in the order of the literal. A name that occurs twice is a mistake of the program.
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(JSONObject(literal: elements))
    }
}
