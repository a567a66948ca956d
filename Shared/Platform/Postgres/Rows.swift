import CLibPQ

/// What a statement gave, in the memory of libpq; it is read in place and freed with the last reference.
public final class Rows: Sequence {
    private let handle: OpaquePointer

    init(_ handle: OpaquePointer) {
        self.handle = handle
    }

    deinit {
        PQclear(self.handle)
    }

    /// How many rows.
    public var count: Int { Int(PQntuples(self.handle)) }

    /// Whether there is none.
    public var isEmpty: Bool { self.count == 0 }

    /// The first row.
    public var first: Row? { self.isEmpty ? nil : Row(self, 0) }

    /// A row by its place, from 0.
    public subscript(index: Int) -> Row {
        precondition(index >= 0 && index < self.count, "row \(index) of \(self.count)")
        return Row(self, index)
    }

    /// All rows as values, column by column.
    public func decode<each Column: PostgresDecodable>(
        _ type: (repeat each Column).Type = (repeat each Column).self
    ) throws(PostgresError) -> [(repeat each Column)] {
        var values: [(repeat each Column)] = []
        values.reserveCapacity(self.count)
        for index in 0..<self.count { values.append(try Row(self, index).decode(type)) }
        return values
    }

    /// From the first row on.
    public func makeIterator() -> Iterator { Iterator(rows: self) }

    /// Walks over the rows.
    public struct Iterator: IteratorProtocol {
        let rows: Rows
        var index = 0

        /// The next row.
        public mutating func next() -> Row? {
            guard self.index < self.rows.count else { return nil }
            defer { self.index += 1 }
            return Row(self.rows, self.index)
        }
    }

    /// How many rows the statement inserted, changed, removed or gave.
    var affected: Int { Int(String(cString: PQcmdTuples(self.handle))) ?? 0 }

    /// What was done: `SELECT 1`, `COMMIT`, `ROLLBACK`.
    var tag: String { String(cString: PQcmdStatus(self.handle)) }

    var columns: Int { Int(PQnfields(self.handle)) }

    func name(column: Int) -> String {
        PQfname(self.handle, Int32(truncatingIfNeeded: column)).map { String(cString: $0) } ?? "?"
    }

    func oid(column: Int) -> UInt32 { PQftype(self.handle, Int32(truncatingIfNeeded: column)) }

    func content(row: Int, column: Int) -> UnsafeRawBufferPointer? {
        let row = Int32(truncatingIfNeeded: row)
        let column = Int32(truncatingIfNeeded: column)
        let length = PQgetlength(self.handle, row, column)
        if length == 0, PQgetisnull(self.handle, row, column) == 1 { return nil }
        return UnsafeRawBufferPointer(start: PQgetvalue(self.handle, row, column), count: Int(length))
    }
}

/// One row.
public struct Row {
    private let rows: Rows
    private let index: Int

    init(_ rows: Rows, _ index: Int) {
        self.rows = rows
        self.index = index
    }

    /// The row's values by position: `try row.decode((PersonID, String, Int?).self)`. It must have exactly so many columns.
    public func decode<each Column: PostgresDecodable>(
        _ type: (repeat each Column).Type = (repeat each Column).self
    ) throws(PostgresError) -> (repeat each Column) {
        var wanted = 0
        repeat wanted += Self.one((each Column).self)
        guard wanted == self.rows.columns else {
            throw .undecodable(
                column: "*", sqlType: "record", swiftType: "\(type)", reason: "the row has \(self.rows.columns) columns, not \(wanted)")
        }
        defer { withExtendedLifetime(self.rows) {} }
        var column = -1
        func next() -> Cell {
            column += 1
            return Cell(self.rows, row: self.index, column: column)
        }
        return (repeat try (each Column)(from: next()))
    }

    private static func one<Column>(_ type: Column.Type) -> Int { 1 }
}
