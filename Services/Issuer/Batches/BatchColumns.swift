import Configuration

/// Which cell of a row is what, by the first line of a file.
struct BatchColumns: Sendable, Equatable {
    /// What a file can say of a completion.
    enum Column: String, Sendable, CaseIterable {
        case student = "student_id"
        case campus
        case achievement
        case completedOn = "completed_on"
        case givenName = "given_name"
        case familyName = "family_name"
        case email
        case result
        case evidence = "evidence_url"

        /// Whether a file must say it.
        var isNeeded: Bool { [.student, .campus, .achievement, .completedOn].contains(self) }

        /// Whether it tells of a person, so that its values stand in no list of problems.
        var isPersonal: Bool { [.student, .givenName, .familyName, .email].contains(self) }
    }

    /// The columns in the order of the file.
    let columns: [Column]

    /// Reads the first line. Columns may stand in any order, in capitals or small letters.
    init(_ record: CSVRecord) throws(CSVRefusal) {
        guard case .cells(var names) = record.content else {
            guard case .broken(let cell, let sentence) = record.content else { preconditionFailure("two kinds of content") }
            throw CSVRefusal(line: record.line, "Column \(cell) of the first line: \(sentence)")
        }
        // Spreadsheets leave separators behind where columns once were.
        while let last = names.last, Self.plain(last).isEmpty { names.removeLast() }
        let all = Column.allCases.map(\.rawValue).joined(separator: ", ")
        var columns: [Column] = []
        for (place, name) in names.enumerated() {
            guard let column = Column(rawValue: Self.plain(name)) else {
                if Self.plain(name).isEmpty { throw CSVRefusal(line: record.line, "Column \(place + 1) has no name. Use \(all)") }
                let nearest = NearestName.find(Self.plain(name), among: Column.allCases.map(\.rawValue))
                let advice = nearest.map { "Perhaps “\($0)” is meant" } ?? "Use \(all)"
                throw CSVRefusal(line: record.line, "Column \(place + 1), “\(name.prefix(100))”, is not known. \(advice)")
            }
            if let first = columns.firstIndex(of: column) {
                throw CSVRefusal(
                    line: record.line, "The columns \(first + 1) and \(place + 1) are both called “\(column.rawValue)”. Take one out")
            }
            columns.append(column)
        }
        let missing = Column.allCases.filter { $0.isNeeded && !columns.contains($0) }.map { "“\($0.rawValue)”" }
        guard missing.isEmpty else {
            throw CSVRefusal(line: record.line, "The file must have a column called \(missing.joined(separator: " and one called "))")
        }
        self.columns = columns
    }

    private static func plain(_ name: String) -> String { CellText.trimmed(name).lowercased() }
}
