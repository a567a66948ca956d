/// The name of a schema, table or role that comes from configuration.
///
/// The one thing besides values that may stand in an `SQL`; its alphabet leaves no room for anything but a name.
public struct SQLIdentifier: Sendable, Hashable, CustomStringConvertible {
    /// The longest name that PostgreSQL keeps whole (NAMEDATALEN - 1).
    public static let lengthLimit = 63

    /// The name itself.
    public let description: String

    /// A name of lower-case ASCII letters, digits and underscores that does not begin with a digit; nil for any other.
    public init?(_ name: String) {
        let bytes = name.utf8
        guard let first = bytes.first, bytes.count <= Self.lengthLimit, !(48...57).contains(first),
            bytes.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "_") })
        else { return nil }
        self.description = name
    }

    /// As it stands in a statement: in quotes, so that a reserved word is a name too.
    var quoted: String { "\"\(self.description)\"" }
}
