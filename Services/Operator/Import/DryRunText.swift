/// What the check of a file found, for whoever has to say yes to it.
struct DryRunText: Sendable, Equatable {
    /// How many faults are shown; the rows of the rest are counted.
    static let faultsShown = 20

    let report: BatchReport
    /// The first wrong rows, in the file's order.
    let faults: [BatchReport.Fault]

    /// Counts, then the wrong rows by line and column.
    var lines: [String] {
        let anew = self.report.takenBack > 0 ? [(self.report.takenBack, "of them anew: held before, and taken back")] : []
        let counts =
            ([(self.report.rows, "rows read"), (self.report.ready, "can be issued")] + anew
            + [(self.report.held, "held already"), (self.report.wrong, "wrong")]).map { (ProgressText.grouped($0.0), $0.1) }
        let width = counts.map { $0.0.count }.max() ?? 0
        var lines = counts.map { "  \(String(repeating: " ", count: width - $0.0.count))\($0.0)  \($0.1)" }
        let shown = self.faults.prefix(Self.faultsShown)
        lines += shown.map { fault in
            "line \(fault.line)\(fault.column.isEmpty ? "" : ", \(fault.column)"): \(fault.sentence)"
        }
        let rest = self.report.wrong - Set(shown.map(\.line)).count
        if rest > 0 { lines.append("and \(ProgressText.grouped(rest)) more \(rest == 1 ? "row" : "rows")") }
        return lines
    }

    /// What is asked.
    var question: String {
        let wrong = self.report.wrong > 0 ? " The wrong rows are left out." : ""
        return "Issue \(ProgressText.grouped(self.report.ready)) \(self.report.ready == 1 ? "credential" : "credentials")?\(wrong) [y/N]"
    }
}
