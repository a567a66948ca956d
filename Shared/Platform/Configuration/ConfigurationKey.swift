/// A setting that is declared once, with its type, its default and what it is for.
///
/// `static let port = ConfigurationKey("http.port", .int(0...65_535), default: 8_080, help: "Where HTTP is served; 0 takes a free port.")`
public struct ConfigurationKey<Value: Sendable>: DeclaredKey {
    /// What there is to know of it.
    public let declaration: KeyDeclaration
    private let read: @Sendable (String) -> Value?
    private let join: @Sendable ([Value]) -> Value?
    private let defaultValue: Value?

    /// A setting with a default.
    public init(_ name: String, _ format: ValueFormat<Value>, default value: Value, isFlagOnly: Bool = false, help: String) {
        self.init(
            name, format, value: value, text: format.write(value), isRequired: false, isFlagOnly: isFlagOnly, help: help, read: format.read)
    }

    /// A setting that the program cannot do without.
    public init(required name: String, _ format: ValueFormat<Value>, isFlagOnly: Bool = false, help: String) {
        self.init(name, format, value: nil, text: nil, isRequired: true, isFlagOnly: isFlagOnly, help: help, read: format.read)
    }

    /// A setting that may be absent.
    public init<Wrapped>(optional name: String, _ format: ValueFormat<Wrapped>, isFlagOnly: Bool = false, help: String)
    where Value == Wrapped? {
        // `.some` on both sides: an absent setting is a value here, and a text that cannot be read is none.
        self.init(name, format, value: .some(nil), text: nil, isRequired: false, isFlagOnly: isFlagOnly, help: help) { text in
            format.read(text).map { .some($0) }
        }
    }

    /// A flag that may be said several times; its values stand in the order of the command line, none when it is not said.
    public init<Element>(repeated name: String, _ format: ValueFormat<Element>, help: String) where Value == [Element] {
        self.init(
            name, format, value: [], text: nil, isRequired: false, isFlagOnly: true, isRepeatable: true, help: help,
            read: { text in format.read(text).map { [$0] } }, join: { $0.flatMap { $0 } })
    }

    private init<Read>(
        _ name: String, _ format: ValueFormat<Read>, value: Value?, text: String?, isRequired: Bool, isFlagOnly: Bool,
        isRepeatable: Bool = false, help: String, read: @escaping @Sendable (String) -> Value?,
        join: @escaping @Sendable ([Value]) -> Value? = { $0.last }
    ) {
        precondition(Self.isName(name), "a setting's name is made of a-z, 0-9, - and .")
        self.declaration = KeyDeclaration(
            name: name, help: help, expected: format.expected, placeholder: format.placeholder, defaultText: text, isRequired: isRequired,
            isFlagOnly: isFlagOnly, isRepeatable: isRepeatable, kind: format.kind)
        self.read = read
        self.join = join
        self.defaultValue = value
    }

    /// The value of a text; nil when it is not what is expected.
    public func value(of text: String) -> (any Sendable)? { self.read(text) }

    /// The value of all texts that were said; nil when one of them is not what is expected.
    public func value(ofAll texts: [String]) -> (any Sendable)? {
        let values = texts.compactMap(self.read)
        return values.count == texts.count ? self.join(values) : nil
    }

    /// What holds when nobody says anything; nil when the setting is required.
    public var fallback: (any Sendable)? { self.defaultValue }

    private static func isName(_ name: String) -> Bool {
        name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { section in
            !section.isEmpty && section.first != "-" && section.last != "-"
                && section.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
        }
    }
}
