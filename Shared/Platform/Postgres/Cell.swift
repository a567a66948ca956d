/// One value of one row, as PostgreSQL sent it. It is valid only while it is decoded.
public struct Cell: ~Copyable {
    /// Nil when it is NULL.
    let content: UnsafeRawBufferPointer?
    let oid: UInt32
    let index: Int
    private unowned(unsafe) let rows: Rows  // `Row.decode` keeps the rows alive while it decodes

    init(_ rows: Rows, row: Int, column: Int) {
        self.rows = rows
        self.content = rows.content(row: row, column: column)
        self.oid = rows.oid(column: column)
        self.index = column
    }

    /// Whether it is NULL.
    public var isNull: Bool { self.content == nil }

    /// The bytes, when the cell holds a value of one of these types.
    borrowing func bytes<Target>(
        _ oids: UInt32..., as type: Target.Type
    ) throws(PostgresError) -> UnsafeRawBufferPointer {
        guard let content else { throw self.error(type, "it is NULL") }
        guard oids.contains(self.oid) else { throw self.error(type, "the types do not fit") }
        return content
    }

    /// An error that names this column.
    public borrowing func error<Target>(_ type: Target.Type, _ reason: String) -> PostgresError {
        .undecodable(
            column: self.rows.name(column: self.index) + " (\(self.index + 1))", sqlType: SQLType.name(self.oid), swiftType: "\(type)",
            reason: reason)
    }

    /// Another value under the same column: an element of an array.
    init(elementOf cell: borrowing Cell, oid: UInt32, content: UnsafeRawBufferPointer?) {
        self.rows = cell.rows
        self.content = content
        self.oid = oid
        self.index = cell.index
    }
}
