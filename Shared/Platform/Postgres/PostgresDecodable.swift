/// A value that can be read from a column.
public protocol PostgresDecodable {
    /// Reads it; throws `cell.error(...)` when the column holds something else.
    init(from cell: borrowing Cell) throws(PostgresError)
}

/// A value whose arrays can be read from a column.
public protocol PostgresDecodableElement {
    /// Reads an array.
    static func decodeArray(from cell: borrowing Cell) throws(PostgresError) -> [Self]
}

extension Array: PostgresDecodable where Element: PostgresDecodableElement {
    /// As the element says.
    public init(from cell: borrowing Cell) throws(PostgresError) {
        self = try Element.decodeArray(from: cell)
    }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    /// Nil for NULL.
    public init(from cell: borrowing Cell) throws(PostgresError) {
        self = cell.isNull ? nil : try Wrapped(from: cell)
    }
}

extension Optional: PostgresDecodableElement where Wrapped: PostgresDecodableElement & PostgresDecodable {}

extension RawRepresentable where Self: PostgresDecodable, RawValue: PostgresDecodable {
    /// Reads the raw value, which must be one of this type's.
    public init(from cell: borrowing Cell) throws(PostgresError) {
        guard let value = Self(rawValue: try RawValue(from: cell)) else { throw cell.error(Self.self, "it is none of its values") }
        self = value
    }
}

extension PostgresDecodableElement where Self: PostgresDecodable {
    /// The form of `array_send`: dimensions, flags, element type; per dimension length and lower bound; elements, each with its length.
    public static func decodeArray(from cell: borrowing Cell) throws(PostgresError) -> [Self] {
        guard let content = cell.content else { throw cell.error([Self].self, "it is NULL") }
        var reader = BigEndianReader(content)
        guard let dimensions = reader.next(Int32.self), reader.next(Int32.self) != nil, let oid = reader.next(UInt32.self) else {
            throw cell.error([Self].self, "it is no array")
        }
        if dimensions == 0 { return [] }
        guard dimensions == 1, let count = reader.next(Int32.self), reader.next(Int32.self) != nil, count >= 0, count <= content.count
        else {
            throw cell.error([Self].self, "it is no array of one dimension")
        }
        var elements: [Self] = []
        elements.reserveCapacity(Int(count))
        for _ in 0..<count {
            guard let length = reader.next(Int32.self) else { throw cell.error([Self].self, "it is cut short") }
            let bytes = length < 0 ? nil : reader.next(count: Int(length))
            if length >= 0, bytes == nil { throw cell.error([Self].self, "it is cut short") }
            elements.append(try Self(from: Cell(elementOf: cell, oid: oid, content: bytes)))
        }
        return elements
    }
}

/// Reads integers, most significant byte first, and never beyond the end.
struct BigEndianReader {
    private let bytes: UnsafeRawBufferPointer
    private var offset = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    mutating func next<Value: FixedWidthInteger & BitwiseCopyable>(_ type: Value.Type) -> Value? {
        guard self.bytes.count - self.offset >= MemoryLayout<Value>.size else { return nil }
        defer { self.offset += MemoryLayout<Value>.size }
        return Value(bigEndian: self.bytes.loadUnaligned(fromByteOffset: self.offset, as: Value.self))
    }

    mutating func next(count: Int) -> UnsafeRawBufferPointer? {
        guard self.bytes.count - self.offset >= count else { return nil }
        defer { self.offset += count }
        return UnsafeRawBufferPointer(rebasing: self.bytes[self.offset..<self.offset + count])
    }
}
