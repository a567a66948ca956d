/// A value that can stand in a statement.
public protocol PostgresEncodable {
    /// What it is to PostgreSQL.
    static var sqlType: SQLType { get }
    /// Writes it in that type's binary form; as text when the type is `.text`.
    func encode(into value: inout SQLValue)
}

/// A value whose arrays can stand in a statement.
public protocol PostgresEncodableElement {
    /// What an array of it is to PostgreSQL.
    static var sqlArrayType: SQLType { get }
    /// Writes an array.
    static func encode(_ array: [Self], into value: inout SQLValue)
}

extension PostgresEncodableElement where Self: PostgresEncodable {
    /// The array over the type of one.
    public static var sqlArrayType: SQLType { Self.sqlType.array }

    /// One dimension from 1, in the form of `array_recv`: dimensions, whether there are NULLs (the server looks for itself), element type, length,
    /// lower bound, elements.
    public static func encode(_ array: [Self], into value: inout SQLValue) {
        value.append(bigEndian: Int32(array.isEmpty ? 0 : 1))
        value.append(bigEndian: Int32(0))
        value.append(bigEndian: Self.sqlType.elementOID)
        if array.isEmpty { return }
        value.append(bigEndian: Int32(clamping: array.count))
        value.append(bigEndian: Int32(1))
        for element in array {
            value.append { element.encode(into: &$0) }
        }
    }
}

extension Array: PostgresEncodable where Element: PostgresEncodableElement {
    /// That of an array of the element.
    public static var sqlType: SQLType { Element.sqlArrayType }

    /// As the element says.
    public func encode(into value: inout SQLValue) {
        Element.encode(self, into: &value)
    }
}

extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
    /// That of the value.
    public static var sqlType: SQLType { Wrapped.sqlType }

    /// NULL when there is no value.
    public func encode(into value: inout SQLValue) {
        if let self { self.encode(into: &value) } else { value.setNull() }
    }
}

extension Optional: PostgresEncodableElement where Wrapped: PostgresEncodableElement & PostgresEncodable {}

extension RawRepresentable where Self: PostgresEncodable, RawValue: PostgresEncodable {
    /// That of the raw value.
    public static var sqlType: SQLType { RawValue.sqlType }

    /// The raw value.
    public func encode(into value: inout SQLValue) {
        self.rawValue.encode(into: &value)
    }
}
