import CloudEvents
import Events

/// Judges rows by what the college has: its campuses, its achievements, and the day that it is.
struct RowCheck: Sendable {
    /// An achievement that a row may name.
    struct Known: Sendable, Equatable {
        let edition: AchievementEdition
        let isRetired: Bool
    }

    /// The longest text of a cell that is kept, in bytes.
    static let textLimit = 250

    let columns: BatchColumns
    /// The campuses by code, and which of them the visitor works for; all when none is named.
    let campuses: [String: CampusID]
    let ownCampuses: Set<CampusID>
    /// The achievements by code, and by id in small letters.
    let achievements: [String: Known]
    /// The last day that has come anywhere on earth.
    let today: String

    private var meantCampus: MeantName
    private var meantAchievement: MeantName

    /// What rows are judged by, from its parts.
    init(
        columns: BatchColumns, campuses: [String: CampusID], ownCampuses: Set<CampusID>, achievements: [String: Known], today: String
    ) {
        self.columns = columns
        self.campuses = campuses
        self.ownCampuses = ownCampuses
        self.achievements = achievements
        self.today = today
        self.meantCampus = MeantName(among: campuses.keys)
        self.meantAchievement = MeantName(among: achievements.keys)
    }

    /// The row, or everything that is wrong with it.
    mutating func row(_ record: CSVRecord) -> Result<BatchRow, RowFaults> {
        let cells: [String]
        switch record.content {
        case .broken(let cell, let sentence):
            let column = cell <= self.columns.columns.count ? self.columns.columns[cell - 1].rawValue : nil
            return .failure(RowFaults([BatchFault(line: record.line, column: column, value: nil, sentence: sentence)]))
        case .cells(let found): cells = found.map(CellText.trimmed)
        }
        let count = self.columns.columns.count
        guard cells.count >= count, cells[count...].allSatisfy(\.isEmpty) else {
            let sentence = "This row has \(cells.count) cells, the first line has \(count). Check its separators and its quotes"
            // The first column that the row lacks, or the last one, which the rest comes after.
            let column = self.columns.columns[min(cells.count, count - 1)].rawValue
            return .failure(RowFaults([BatchFault(line: record.line, column: column, value: nil, sentence: sentence)]))
        }
        var values: [BatchColumns.Column: String] = [:]
        var faults: [BatchFault] = []
        for (column, value) in zip(self.columns.columns, cells) {
            if let sentence = self.fault(of: value, in: column) {
                let shown = column.isPersonal || value.isEmpty ? nil : String(value.prefix(100))
                faults.append(BatchFault(line: record.line, column: column.rawValue, value: shown, sentence: sentence))
            } else if !value.isEmpty {
                values[column] = value
            }
        }
        guard faults.isEmpty, let student = values[.student].flatMap({ StudentNumber($0) }),
            let campus = values[.campus].flatMap({ self.campuses[$0] }), let achievement = values[.achievement].flatMap(self.known),
            let day = values[.completedOn]
        else { return .failure(RowFaults(faults)) }
        let name = [values[.givenName], values[.familyName]].compactMap { $0 }.joined(separator: " ")
        return .success(
            BatchRow(
                line: record.line, student: student, campus: campus, achievement: achievement.edition, completedOn: day,
                details: AwardDetails(
                    student: student.text, name: name.isEmpty ? nil : name, email: values[.email], result: values[.result],
                    evidence: values[.evidence])))
    }

    private func known(_ name: String) -> Known? { self.achievements[name] ?? self.achievements[name.lowercased()] }

    /// What is wrong with a cell, as a sentence that says how to mend it.
    private mutating func fault(of value: String, in column: BatchColumns.Column) -> String? {
        if value.isEmpty { return column.isNeeded ? "This cell is empty. \(Self.wanted(column))" : nil }
        if CellText.hasControls(value) { return "This cell holds a line end or another control character. Take it out" }
        switch column {
        case .student:
            if CellText.isFormula(value) { return Self.formula }
            return StudentNumber(value) == nil ? "This is no student number. \(Self.wanted(.student))" : nil
        case .givenName, .familyName:
            if CellText.isFormula(value) { return Self.formula }
            return value.utf8.count > Self.textLimit ? "This name is longer than \(Self.textLimit) bytes. Shorten it" : nil
        case .email:
            if CellText.isFormula(value) { return Self.formula }
            return CellText.isMailAddress(value) ? nil : "This is no mail address. Use one such as ada@college.example, or leave it empty"
        case .campus: return self.fault(ofCampus: value)
        case .achievement: return self.fault(ofAchievement: value)
        case .completedOn:
            if !CellText.isDay(value) { return "“\(value.prefix(100))” is not a day. Write it as 2026-05-30" }
            if value < "1900-01-01" { return "“\(value)” is too long ago. Use the day on which it was completed" }
            return value > self.today ? "“\(value)” has not come yet. Use the day on which it was completed" : nil
        case .result:
            if CellText.isFormula(value) { return Self.formula }
            return value.utf8.count > 100 ? "This result is longer than 100 bytes. Shorten it" : nil
        case .evidence:
            return value.utf8.count <= 2_000 && Alignment.isAddress(value)
                ? nil : "“\(value.prefix(100))” is no address. Use one that begins with https:// and holds no blank, or leave it empty"
        }
    }

    private mutating func fault(ofCampus code: String) -> String? {
        guard let campus = self.campuses[code] else {
            let advice = self.meantCampus.advice(for: code)
            let all = self.meantCampus.known.prefix(5).joined(separator: ", ")
            return "“\(code.prefix(100))” is not a campus of your college. \(advice ?? (all.isEmpty ? "Add it first" : "Use \(all)"))"
        }
        return self.ownCampuses.isEmpty || self.ownCampuses.contains(campus)
            ? nil : "You don't work for the campus “\(code)”. Leave its rows to its own people"
    }

    private mutating func fault(ofAchievement name: String) -> String? {
        guard let known = self.known(name) else {
            let advice = self.meantAchievement.advice(for: name)
            return "“\(name.prefix(100))” is not an achievement of your college. \(advice ?? "Use its code or its id")"
        }
        return known.isRetired ? "“\(name)” is awarded no more. Use what took its place" : nil
    }

    private static let formula = "This cell begins with =, +, - or @, as formulas do. Take the sign out"

    private static func wanted(_ column: BatchColumns.Column) -> String {
        switch column {
        case .student: "Enter the student number: 1 to \(StudentNumber.limit) letters, digits and signs of ASCII"
        case .campus: "Enter the campus's code"
        case .achievement: "Enter the achievement's code or its id"
        default: "Enter the day, as 2026-05-30"
        }
    }
}

/// Everything that is wrong with one row.
struct RowFaults: Error, Sendable, Equatable {
    let faults: [BatchFault]

    init(_ faults: [BatchFault]) {
        precondition(!faults.isEmpty, "a row without a fault is right")
        self.faults = faults
    }
}
