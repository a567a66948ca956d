public import Observability

extension Bool: PostgresEncodable, PostgresEncodableElement {
    /// `boolean`
    public static var sqlType: SQLType { .bool }

    /// One byte.
    public func encode(into value: inout SQLValue) {
        value.append(bigEndian: UInt8(self ? 1 : 0))
    }
}

extension Int: PostgresEncodable, PostgresEncodableElement {
    /// `bigint`
    public static var sqlType: SQLType { .int8 }

    /// Eight bytes.
    public func encode(into value: inout SQLValue) {
        value.append(bigEndian: Int64(self))
    }
}

extension Int64: PostgresEncodable, PostgresEncodableElement {
    /// `bigint`
    public static var sqlType: SQLType { .int8 }

    /// Eight bytes.
    public func encode(into value: inout SQLValue) {
        value.append(bigEndian: self)
    }
}

extension Int32: PostgresEncodable, PostgresEncodableElement {
    /// `integer`
    public static var sqlType: SQLType { .int4 }

    /// Four bytes.
    public func encode(into value: inout SQLValue) {
        value.append(bigEndian: self)
    }
}

extension Double: PostgresEncodable, PostgresEncodableElement {
    /// `double precision`
    public static var sqlType: SQLType { .float8 }

    /// The bits of IEEE 754.
    public func encode(into value: inout SQLValue) {
        value.append(bigEndian: self.bitPattern)
    }
}

extension String: PostgresEncodable, PostgresEncodableElement {
    /// Text that becomes what its place asks for.
    public static var sqlType: SQLType { .text }

    /// UTF-8.
    public func encode(into value: inout SQLValue) {
        value.append(self.utf8)
    }
}

/// An array of bytes is a `bytea`, not an array.
extension UInt8: PostgresEncodableElement {
    /// `bytea`
    public static var sqlArrayType: SQLType { .bytea }

    /// The bytes.
    public static func encode(_ array: [UInt8], into value: inout SQLValue) {
        value.append(array)
    }
}

/// An array of such arrays is a `bytea[]`.
extension Array: PostgresEncodableElement where Element == UInt8 {}

extension WallTime: PostgresEncodable, PostgresEncodableElement {
    /// `timestamptz`
    public static var sqlType: SQLType { .timestamptz }

    /// Microseconds since 2000-01-01T00:00:00Z. The ends of the scale are PostgreSQL's `infinity` and `-infinity`.
    public func encode(into value: inout SQLValue) {
        guard self.microseconds != .max, self.microseconds != .min else {
            return value.append(bigEndian: self.microseconds)
        }
        let (shifted, overflow) = self.microseconds.subtractingReportingOverflow(Self.postgresEpoch)
        value.append(bigEndian: overflow ? .min + 1 : shifted)  // before 4713 BC: the server says that it is out of range
    }

    /// 2000-01-01T00:00:00Z
    static let postgresEpoch: Int64 = 946_684_800_000_000
}

/// A value of sixteen bytes, which PostgreSQL keeps as `uuid`.
///
/// An identifier becomes one by its two members: `extension PersonID: SQLUUID { var uuid: UInt128 ...; init(uuid:) ... }`.
public protocol SQLUUID: PostgresEncodable, PostgresEncodableElement, PostgresDecodable, PostgresDecodableElement {
    /// The bytes, the first one most significant.
    var uuid: UInt128 { get }
    /// A value of such bytes.
    init(uuid: UInt128)
}

extension SQLUUID {
    /// `uuid`
    public static var sqlType: SQLType { .uuid }

    /// Sixteen bytes.
    public func encode(into value: inout SQLValue) {
        value.append(bigEndian: self.uuid)
    }
}
