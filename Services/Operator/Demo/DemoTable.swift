/// A small file of comma-separated values, read whole (RFC 4180), with the line that each record begins at.
struct DemoTable: Equatable {
    /// One record: its line, and its fields by column.
    struct Record: Equatable {
        let line: Int
        let fields: [String: String]

        subscript(column: String) -> String { self.fields[column] ?? "" }
    }

    let records: [Record]

    /// Reads a file. Its first record names the columns; all that are needed must be among them, and every record has as many fields.
    init(_ text: String, file: String, columns: [String]) throws(DemoFolderError) {
        var rows = try Self.rows(of: Array(text.utf8), file)[...]
        guard let heading = rows.popFirst() else { throw DemoFolderError(file, "it is empty; the first line names the columns") }
        let missing = columns.filter { !heading.fields.contains($0) }
        guard missing.isEmpty else { throw DemoFolderError(file, "line 1", "there is no column \(missing.joined(separator: ", "))") }
        guard Set(heading.fields).count == heading.fields.count else { throw DemoFolderError(file, "line 1", "a column is named twice") }
        var records: [Record] = []
        for row in rows {
            guard row.fields.count == heading.fields.count else {
                throw DemoFolderError(
                    file, "line \(row.line)", "it has \(row.fields.count) fields, and line 1 names \(heading.fields.count)")
            }
            records.append(Record(line: row.line, fields: Dictionary(zip(heading.fields, row.fields)) { first, _ in first }))
        }
        self.records = records
    }

    private static func rows(of bytes: [UInt8], _ file: String) throws(DemoFolderError) -> [(line: Int, fields: [String])] {
        var rows: [(line: Int, fields: [String])] = []
        var (fields, field, line, start) = ([String](), [UInt8](), 1, 1)
        var isQuoted = false
        var index = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        func text(_ bytes: [UInt8]) throws(DemoFolderError) -> String {
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw DemoFolderError(file, "line \(line)", "it is not UTF-8")
            }
            return text
        }
        func endRow() throws(DemoFolderError) {
            if !fields.isEmpty || !field.isEmpty { rows.append((start, fields + [try text(field)])) }
            (fields, field) = ([], [])
        }
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            switch byte {
            case 34 where isQuoted && index < bytes.count && bytes[index] == 34:
                field.append(34)
                index += 1
            case 34 where isQuoted || field.isEmpty: isQuoted.toggle()
            case 44 where !isQuoted:
                fields.append(try text(field))
                field = []
            case 13 where !isQuoted: break
            case 10:
                line += 1
                if isQuoted {
                    field.append(10)
                } else {
                    try endRow()
                    start = line
                }
            default: field.append(byte)
            }
        }
        guard !isQuoted else { throw DemoFolderError(file, "line \(start)", "a quote is opened and not closed") }
        try endRow()
        return rows
    }
}
