/// Turns what was seen into the lines of a story, each compared with what was expected, where somebody said.
struct DemoComparison: Sendable {
    /// How many places of a long list stand in a line.
    static let shown = 4

    let expected: DemoExpectation?

    /// What completing a pathway gives.
    struct Award: Sendable, Equatable {
        /// The pathway's code.
        let pathway: String
        /// The id of the achievement.
        let achievement: String
    }

    /// The rows of the file, those refused by line and column, and the credentials that come from rows.
    ///
    /// When the file was brought in before, what wallets hold is counted instead of what was issued now.
    func completions(
        _ report: BatchReport, _ refused: [DemoExpectation.Refused], _ count: WalletCount, _ awards: [Award], revokedBefore: Int
    ) -> [StoryOutcome.Line] {
        let isFirst = report.held == 0
        let signed = isFirst ? report.issued : Self.fromRows(count, awards)
        let places = refused.prefix(Self.shown).map(Self.place(of:)).joined(separator: ", ")
        let rest = refused.count > Self.shown ? " and \(Self.text(refused.count - Self.shown)) more" : ""
        var line = StoryOutcome.Line(label: "refused", seen: Self.text(refused.count), detail: places + rest)
        if let wanted = self.expected?.refused {
            line.expected = Self.difference(of: refused, from: wanted).map { "\(Self.text(wanted.count)); \($0)" }
        }
        let parts = [
            isFirst ? nil : "\(Self.text(signed - report.issued)) of them earlier",
            revokedBefore > 0 ? "\(revokedBefore) of them revoked" : nil,
        ]
        let detail = parts.compactMap { $0 }.joined(separator: ", ")
        return [
            self.count("rows read", report.rows, self.expected?.rows), line,
            self.count("credentials signed", signed, self.expected?.signed, detail),
        ]
    }

    /// The learners who hold at least one.
    func wallets(_ number: Int) -> StoryOutcome.Line { self.count("wallets filled", number, self.expected?.wallets) }

    /// The awards of pathways, in the pathways' order.
    func stacked(_ count: WalletCount, _ awards: [Award]) -> StoryOutcome.Line {
        let counts = awards.map { ($0.pathway, count.items[$0.achievement] ?? 0) }
        let detail = counts.map { "\($0.0) \(Self.text($0.1))" }.joined(separator: ", ")
        var line = StoryOutcome.Line(label: "certificates stacked", seen: Self.text(counts.reduce(0) { $0 + $1.1 }), detail: detail)
        if let wanted = self.expected?.stacked, wanted != Dictionary(counts, uniquingKeysWith: { $1 }) {
            line.expected = wanted.sorted { $0.key < $1.key }.map { "\($0.key) \(Self.text($0.value))" }.joined(separator: ", ")
        }
        return line
    }

    /// A role's ranking, most points first.
    func ranking(
        _ label: String, _ seen: [DemoExpectation.Ranked], of wanted: [DemoExpectation.Ranked]?, detail: String = ""
    ) -> StoryOutcome.Line {
        let top = seen.first.map { "\($0.points) of \($0.of) points at the top" } ?? "nobody"
        var line = StoryOutcome.Line(label: label, seen: Self.text(seen.count), detail: detail.isEmpty ? top : "\(top), \(detail)")
        line.expected = wanted.flatMap { Self.difference(of: seen, from: $0) }
        return line
    }

    /// Whether wallets hold as much as they should come to; nil when nobody said how much.
    func isComplete(_ count: WalletCount, _ awards: [Award]) -> Bool? {
        guard let expected else { return nil }
        return count.people >= expected.wallets && Self.fromRows(count, awards) >= expected.signed
            && awards.allSatisfy { count.items[$0.achievement] ?? 0 >= expected.stacked[$0.pathway] ?? 0 }
    }

    /// Items that no pathway has given.
    private static func fromRows(_ count: WalletCount, _ awards: [Award]) -> Int {
        let given = Set(awards.map(\.achievement))
        return count.items.reduce(0) { given.contains($1.key) ? $0 : $0 + $1.value }
    }

    /// How refused rows differ from what they should be, in words; nil when they do not.
    static func difference(of seen: [DemoExpectation.Refused], from wanted: [DemoExpectation.Refused]) -> String? {
        if let stranger = seen.first(where: { !wanted.contains($0) }) { return "\(Self.place(of: stranger)) should not be refused" }
        return wanted.first { !seen.contains($0) }.map { "\(Self.place(of: $0)) was not refused" }
    }

    /// How a ranking differs from what it should be, in words; nil when it does not. Equal points may stand in any order.
    static func difference(of seen: [DemoExpectation.Ranked], from wanted: [DemoExpectation.Ranked]) -> String? {
        if let index = seen.indices.dropFirst().first(where: { seen[$0].points > seen[$0 - 1].points }) {
            return "most points first; place \(index + 1) has more than the one before"
        }
        let (ours, theirs) = (Self.byStudent(seen), Self.byStudent(wanted))
        for entry in wanted where ours[entry.student] != entry {
            let found = ours[entry.student].map { "\($0.points) of \($0.of)" } ?? "not there"
            return "\(Self.text(wanted.count)) learners, \(entry.student) with \(entry.points) of \(entry.of) (\(found))"
        }
        guard let stranger = seen.first(where: { theirs[$0.student] == nil }) else { return nil }
        return "\(Self.text(wanted.count)) learners, without \(stranger.student)"
    }

    private static func byStudent(_ ranking: [DemoExpectation.Ranked]) -> [String: DemoExpectation.Ranked] {
        Dictionary(ranking.map { ($0.student, $0) }) { first, _ in first }
    }

    private static func place(of fault: DemoExpectation.Refused) -> String {
        fault.column.isEmpty ? "line \(fault.line)" : "line \(fault.line) \(fault.column)"
    }

    private func count(_ label: String, _ seen: Int, _ wanted: Int?, _ detail: String = "") -> StoryOutcome.Line {
        let expected = wanted.flatMap { $0 == seen ? nil : Self.text($0) }
        return StoryOutcome.Line(label: label, seen: Self.text(seen), detail: detail, expected: expected)
    }

    private static func text(_ number: Int) -> String { ProgressText.grouped(number) }
}
