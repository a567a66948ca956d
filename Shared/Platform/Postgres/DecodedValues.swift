public import Observability

extension Bool: PostgresDecodable, PostgresDecodableElement {
    /// Of `boolean`.
    public init(from cell: borrowing Cell) throws(PostgresError) {
        let bytes = try cell.bytes(16, as: Self.self)
        self = bytes[0] != 0
    }
}

extension Int: PostgresDecodable, PostgresDecodableElement {
    /// Of `bigint`, `integer`, `smallint`, `oid` and `xid8`.
    public init(from cell: borrowing Cell) throws(PostgresError) {
        self = Int(try Int64.decode(cell, as: Self.self))
    }
}

extension Int64: PostgresDecodable, PostgresDecodableElement {
    /// Of `bigint`, `integer`, `smallint`, `oid` and `xid8`.
    public init(from cell: borrowing Cell) throws(PostgresError) {
        self = try Self.decode(cell, as: Self.self)
    }

    /// For all that is read like one; errors name the type that was asked for.
    static func decode<Target>(_ cell: borrowing Cell, as target: Target.Type) throws(PostgresError) -> Int64 {
        var reader = BigEndianReader(try cell.bytes(20, 23, 21, 26, 5069, as: target))
        let value: Int64? =
            switch cell.oid {
            case 20: reader.next(Int64.self)
            case 23: reader.next(Int32.self).map { Int64($0) }
            case 21: reader.next(Int16.self).map { Int64($0) }
            case 26: reader.next(UInt32.self).map { Int64($0) }
            default: reader.next(UInt64.self).flatMap { Int64(exactly: $0) }
            }
        guard let value else { throw cell.error(target, "it is too large") }
        return value
    }
}

extension Int32: PostgresDecodable, PostgresDecodableElement {
    /// Of `integer` and `smallint`.
    public init(from cell: borrowing Cell) throws(PostgresError) {
        var reader = BigEndianReader(try cell.bytes(23, 21, as: Self.self))
        guard let value = cell.oid == 23 ? reader.next(Int32.self) : reader.next(Int16.self).map({ Int32($0) }) else {
            throw cell.error(Self.self, "it is cut short")
        }
        self = value
    }
}

extension Double: PostgresDecodable, PostgresDecodableElement {
    /// Of `double precision` and `real`.
    public init(from cell: borrowing Cell) throws(PostgresError) {
        var reader = BigEndianReader(try cell.bytes(701, 700, as: Self.self))
        let value =
            cell.oid == 701
            ? reader.next(UInt64.self).map { Double(bitPattern: $0) } : reader.next(UInt32.self).map { Double(Float(bitPattern: $0)) }
        guard let value else { throw cell.error(Self.self, "it is cut short") }
        self = value
    }
}

extension WallTime: PostgresDecodable, PostgresDecodableElement {
    /// Of `timestamptz`. `infinity` and `-infinity` are the ends of the scale.
    public init(from cell: borrowing Cell) throws(PostgresError) {
        var reader = BigEndianReader(try cell.bytes(1184, as: Self.self))
        guard let value = reader.next(Int64.self) else { throw cell.error(Self.self, "it is cut short") }
        if value == .max || value == .min {
            self.init(microseconds: value)
            return
        }
        let (shifted, overflow) = value.addingReportingOverflow(Self.postgresEpoch)
        guard !overflow else { throw cell.error(Self.self, "it is too far away") }
        self.init(microseconds: shifted)
    }
}

/// An array of bytes is a `bytea`, not an array.
extension UInt8: PostgresDecodableElement {
    /// Of `bytea`.
    public static func decodeArray(from cell: borrowing Cell) throws(PostgresError) -> [UInt8] {
        [UInt8](try cell.bytes(17, as: [UInt8].self))
    }
}

/// An array of such arrays is a `bytea[]`.
extension Array: PostgresDecodableElement where Element == UInt8 {}

extension SQLUUID {
    /// Of `uuid`.
    public init(from cell: borrowing Cell) throws(PostgresError) {
        var reader = BigEndianReader(try cell.bytes(2950, as: Self.self))
        guard let value = reader.next(UInt128.self) else { throw cell.error(Self.self, "it is cut short") }
        self.init(uuid: value)
    }
}
