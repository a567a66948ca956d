/// One row of a file.
struct CSVRecord: Sendable, Equatable {
    /// What it holds.
    enum Content: Sendable, Equatable {
        /// Its cells, without their quotes.
        case cells([String])
        /// It cannot be read as a row: which cell (from 1), and why.
        case broken(cell: Int, sentence: String)
    }

    /// The line on which it begins, from 1; a cell in quotes may hold line ends.
    let line: Int
    let content: Content

    /// Whether no cell holds anything.
    var isBlank: Bool {
        if case .cells(let cells) = self.content { cells.allSatisfy { $0.utf8.allSatisfy { $0 == 32 || $0 == 9 } } } else { false }
    }
}
