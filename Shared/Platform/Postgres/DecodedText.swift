extension String: PostgresDecodable, PostgresDecodableElement {
    /// Of every type whose binary form is its text (`text`, `varchar`, `json`, enums), and of `jsonb`, `xid8` and `pg_snapshot` as PostgreSQL writes them.
    public init(from cell: borrowing Cell) throws(PostgresError) {
        guard let content = cell.content else { throw cell.error(Self.self, "it is NULL") }
        switch cell.oid {
        case 25, 1043, 1042, 19, 18, 114, 705: self.init(decoding: content, as: UTF8.self)
        case 3802: self.init(decoding: content.dropFirst(), as: UTF8.self)  // jsonb_send: one byte of version
        case 5069: self.init(try Int64.decode(cell, as: Self.self))
        case 5038: self = try Self.snapshot(content, cell)
        case SQLType.firstOfUsers...: self = try Self.enumLabel(content, cell)
        default: throw cell.error(Self.self, "the types do not fit; a cast to text in the statement would")
        }
    }

    /// `pg_snapshot_send`: count, xmin, xmax, then the running ones; as text `xmin:xmax:running,running`.
    private static func snapshot(_ content: UnsafeRawBufferPointer, _ cell: borrowing Cell) throws(PostgresError) -> String {
        var reader = BigEndianReader(content)
        guard let count = reader.next(Int32.self), let low = reader.next(Int64.self), let high = reader.next(Int64.self) else {
            throw cell.error(Self.self, "it is cut short")
        }
        var running: [String] = []
        for _ in 0..<Swift.max(0, count) {
            guard let id = reader.next(Int64.self) else { throw cell.error(Self.self, "it is cut short") }
            running.append(String(id))
        }
        return "\(low):\(high):\(running.joined(separator: ","))"
    }

    /// A type that a migration made: an enum sends its label. A composite type does not send text, and is refused when it shows.
    private static func enumLabel(_ content: UnsafeRawBufferPointer, _ cell: borrowing Cell) throws(PostgresError) -> String {
        guard let text = String(validating: content, as: UTF8.self), !content.contains(0) else {
            throw cell.error(Self.self, "it is not text; a cast to text in the statement would make it so")
        }
        return text
    }
}

extension SQLType {
    /// Types below this number are PostgreSQL's own (FirstNormalObjectId).
    static let firstOfUsers: UInt32 = 16_384
}
