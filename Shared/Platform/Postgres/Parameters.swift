/// The values of a statement, encoded one behind the other.
struct Parameters: Sendable {
    struct Slot: Sendable {
        let type: SQLType
        let start: Int
        /// -1 for NULL.
        let length: Int32
    }

    private(set) var bytes: [UInt8] = []
    private(set) var slots: [Slot] = []
    /// The first value that PostgreSQL can't take, and why.
    private(set) var fault: (position: Int, reason: String)?

    var count: Int { self.slots.count }

    mutating func reserve(_ count: Int) {
        self.slots.reserveCapacity(count)
        self.bytes.reserveCapacity(16 * count)
    }

    mutating func append<Value: PostgresEncodable>(_ value: Value) {
        let type = Value.sqlType
        let start = self.bytes.count
        var encoded = SQLValue(bytes: self.bytes)
        self.bytes = []  // one owner at a time, so that appending does not copy
        value.encode(into: &encoded)
        self.bytes = encoded.bytes
        let length = encoded.isNull ? -1 : self.bytes.count - start
        if length > SQLValue.sizeLimit { self.note("it has more than \(SQLValue.sizeLimit) bytes") }
        if !type.isBinary, self.bytes[start...].contains(0) { self.note("PostgreSQL's text can't hold a zero byte") }
        self.bytes.append(0)  // libpq takes text as a C string; and no value may lie at the end of an empty buffer
        self.slots.append(Slot(type: type, start: start, length: Int32(clamping: length)))
    }

    mutating func append(contentsOf other: Parameters) {
        let shift = self.bytes.count
        if self.fault == nil, let fault = other.fault { self.fault = (self.count + fault.position, fault.reason) }
        self.bytes += other.bytes
        self.slots += other.slots.map { Slot(type: $0.type, start: $0.start + shift, length: $0.length) }
    }

    private mutating func note(_ reason: String) {
        if self.fault == nil { self.fault = (self.count + 1, reason) }
    }
}

/// A value as it goes to PostgreSQL.
public struct SQLValue: ~Copyable {
    /// The largest value that one message of the protocol can hold.
    public static let sizeLimit = (1 << 30) - 1

    var bytes: [UInt8]
    var isNull = false

    init(bytes: consuming [UInt8]) {
        self.bytes = bytes
    }

    /// Makes it NULL.
    public mutating func setNull() {
        self.isNull = true
    }

    /// Appends bytes.
    public mutating func append(_ bytes: some Sequence<UInt8>) {
        self.bytes.append(contentsOf: bytes)
    }

    /// Appends an integer, most significant byte first.
    public mutating func append(bigEndian value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.bigEndian) { self.bytes.append(contentsOf: $0) }
    }

    /// Appends a value of an array: its length, or -1 for NULL, then its bytes.
    mutating func append(element encode: (inout SQLValue) -> Void) {
        let start = self.bytes.count
        self.append(bigEndian: Int32(-1))
        encode(&self)
        if self.isNull {
            self.isNull = false
            return
        }
        let length = Int32(clamping: self.bytes.count - start - 4)
        withUnsafeBytes(of: length.bigEndian) { self.bytes.replaceSubrange(start..<start + 4, with: $0) }
    }
}
