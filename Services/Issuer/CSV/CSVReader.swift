/// Reads a file of comma-separated values as it arrives, whatever its encoding and its separator; holds one row at most, and the first line.
///
/// ```swift
/// var reader = CSVReader()
/// for try await bytes in body { rows += try reader.read(bytes) }
/// rows += try reader.finish()
/// ```
struct CSVReader: Sendable {
    /// Separators that a first line may show, the likelier first.
    static let separators: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: ";"), 9]

    private var text = CSVText()
    private var head: [UInt8] = []
    private var rows: CSVRows?

    /// The encoding that was found.
    var encoding: CSVEncoding { self.text.encoding }

    /// The rows that end within the next bytes; the first of all is the header.
    mutating func read(_ bytes: [UInt8]) throws(CSVRefusal) -> [CSVRecord] {
        self.take(try self.text.read(bytes), isLast: false)
    }

    /// The rows that the end of the file ends.
    mutating func finish() throws(CSVRefusal) -> [CSVRecord] {
        var records = self.take(try self.text.finish(), isLast: true)
        records += self.rows?.finish() ?? []
        return records
    }

    private mutating func take(_ text: [UInt8], isLast: Bool) -> [CSVRecord] {
        if self.rows != nil { return self.rows?.read(text) ?? [] }
        self.head += text
        guard isLast || self.head.contains(where: { $0 == 10 || $0 == 13 }) || self.head.count > CSVRows.rowLimit else { return [] }
        let line = self.head.prefix { $0 != 10 && $0 != 13 }
        // The first line may be `sep=;`, by which Excel is told the separator. If the line end has two characters, the second must be here.
        if line.count == 5, line.starts(with: Array("sep=".utf8)), let separator = line.last {
            guard isLast || self.head.count > 6 else { return [] }
            let end = self.head.count > 6 && self.head[5] == 13 && self.head[6] == 10 ? 7 : min(6, self.head.count)
            return self.begin(separator, from: end, line: 2)
        }
        return self.begin(Self.separator(of: line), from: 0, line: 1)
    }

    private mutating func begin(_ separator: UInt8, from start: Int, line: Int) -> [CSVRecord] {
        var rows = CSVRows(separator: separator, line: line)
        let records = rows.read(self.head[start...])
        self.rows = rows
        self.head = []
        return records
    }

    /// The separator that stands most often outside quotes.
    static func separator(of line: some Sequence<UInt8>) -> UInt8 {
        var counts = [Int](repeating: 0, count: Self.separators.count)
        var isQuoted = false
        for byte in line {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if !isQuoted, let place = Self.separators.firstIndex(of: byte) { counts[place] += 1 }
        }
        let most = counts.max() ?? 0
        return Self.separators[counts.firstIndex(of: most) ?? 0]
    }
}
