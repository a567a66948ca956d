/// Cuts text into rows and cells (RFC 4180), piece by piece. A row that breaks the rules comes out as broken, and the next line is read again.
///
/// Lines end with CR LF, LF or CR. Quotes count at the beginning of a cell only; elsewhere they are letters, as people write them in names.
struct CSVRows: Sendable {
    /// The most bytes of a row, of a cell, and the most cells of a row.
    static let rowLimit = 65_536
    static let cellLimit = 16_384
    static let cellsLimit = 100

    private enum Place: Sendable, Equatable {
        case cellStart, plain, quoted
        /// After a quote inside quotes: the end of the cell, or half of a doubled one.
        case quote
        /// In what is left of a broken row.
        case skipping
    }

    private let separator: UInt8
    private var place = Place.cellStart
    private var line: Int
    private var rowLine: Int
    private var cells: [String] = []
    private var cell: [UInt8] = []
    private var size = 0
    private var lastWasReturn = false
    private var rows: [CSVRecord] = []

    init(separator: UInt8, line: Int = 1) {
        self.separator = separator
        self.line = line
        self.rowLine = line
    }

    /// The rows that end within the next text.
    mutating func read(_ text: some Sequence<UInt8>) -> [CSVRecord] {
        for byte in text { self.take(byte) }
        defer { self.rows = [] }
        return self.rows
    }

    /// The row that the end of the file ends.
    mutating func finish() -> [CSVRecord] {
        switch self.place {
        case .quoted:
            self.spoil("The quote that opens here is never closed: the rest of the file is part of it. Close it, and send the file again")
        case .cellStart where self.cells.isEmpty, .skipping: break
        default: self.endRow()
        }
        defer { self.rows = [] }
        return self.rows
    }

    private mutating func take(_ byte: UInt8) {
        let followsReturn = self.lastWasReturn
        self.lastWasReturn = byte == 13
        if byte == 10, followsReturn {
            // The second half of a line end. Inside quotes it belongs to the text.
            if self.place == .quoted { self.append(byte) }
            return
        }
        let endsLine = byte == 10 || byte == 13
        if endsLine { self.line += 1 }
        switch self.place {
        case .skipping:
            if endsLine { self.beginRow() }
        case .quoted:
            if byte == UInt8(ascii: "\"") { self.place = .quote } else { self.append(byte) }
        case .quote where byte == UInt8(ascii: "\""):
            self.append(byte)
            self.place = .quoted
        case .cellStart where byte == UInt8(ascii: "\""): self.place = .quoted
        case .cellStart, .plain, .quote:
            if endsLine {
                self.endRow()
            } else if byte == self.separator {
                self.endCell()
            } else if self.place == .quote {
                self.spoil("Text follows the closing quote. Double each quote that belongs to the text")
            } else {
                self.append(byte)
                if self.place == .cellStart { self.place = .plain }
            }
        }
    }

    private mutating func append(_ byte: UInt8) {
        self.size += 1
        self.cell.append(byte)
        if self.cell.count > Self.cellLimit {
            let reason = self.place == .quoted ? ", or its quote is never closed" : ""
            self.spoil("This cell is longer than \(Self.cellLimit) bytes\(reason)")
        } else if self.size > Self.rowLimit {
            self.spoil("This row is longer than \(Self.rowLimit) bytes")
        }
    }

    private mutating func endCell() {
        self.cells.append(String(decoding: self.cell, as: UTF8.self))
        self.cell.removeAll(keepingCapacity: true)
        self.place = .cellStart
        if self.cells.count >= Self.cellsLimit { self.spoil("This row has more than \(Self.cellsLimit) cells") }
    }

    private mutating func endRow() {
        let cells = self.cells + [String(decoding: self.cell, as: UTF8.self)]
        self.rows.append(CSVRecord(line: self.rowLine, content: .cells(cells)))
        self.beginRow()
    }

    private mutating func beginRow() {
        self.cells.removeAll(keepingCapacity: true)
        self.cell.removeAll(keepingCapacity: true)
        self.size = 0
        self.place = .cellStart
        self.rowLine = self.line
    }

    /// Ends a row that breaks the rules; what is left of its line is skipped.
    private mutating func spoil(_ sentence: String) {
        self.rows.append(CSVRecord(line: self.rowLine, content: .broken(cell: self.cells.count + 1, sentence: sentence)))
        self.cell.removeAll(keepingCapacity: true)
        self.place = .skipping
    }
}
