/// Turns what was seen into the lines of a story, each compared with what was expected, where somebody said.
struct DemoComparison: Sendable {
    /// How many places of a long list stand in a line.
    static let shown = 4

    let expected: DemoExpectation?

    /// The rows of the file, and those refused by line and column.
    func completions(rows: Int, refused: [DemoExpectation.Refused]) -> [StoryOutcome.Line] {
        let places = refused.prefix(Self.shown).map { "line \($0.line) \($0.column)" }.joined(separator: ", ")
        let rest = refused.count > Self.shown ? " and \(refused.count - Self.shown) more" : ""
        var line = StoryOutcome.Line(label: "refused", seen: Self.text(refused.count), detail: places + rest)
        if let wanted = self.expected?.refused {
            let wrong = Self.firstDifference(refused, wanted)
            line.expected = wrong.map { "\(Self.text(wanted.count)); \($0)" }
        }
        return [self.count("rows read", rows, self.expected?.rows), line]
    }

    /// The credentials that come from rows.
    func signed(_ number: Int, detail: String) -> StoryOutcome.Line {
        self.count("credentials signed", number, self.expected?.signed, detail)
    }

    /// The learners who hold at least one.
    func wallets(_ number: Int) -> StoryOutcome.Line { self.count("wallets filled", number, self.expected?.wallets) }

    /// The awards of pathways, by code in the pathways' order.
    func stacked(_ counts: [(code: String, number: Int)]) -> StoryOutcome.Line {
        let detail = counts.map { "\($0.code) \(Self.text($0.number))" }.joined(separator: ", ")
        var line = StoryOutcome.Line(label: "certificates stacked", seen: Self.text(counts.reduce(0) { $0 + $1.number }), detail: detail)
        if let wanted = self.expected?.stacked, wanted != Dictionary(counts.map { ($0.code, $0.number) }, uniquingKeysWith: { $1 }) {
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

    /// Whether wallets and awards are as many as they should become; nil when nobody said how many.
    func isComplete(wallets: Int, stacked: [(code: String, number: Int)]) -> Bool? {
        guard let expected else { return nil }
        return wallets >= expected.wallets && stacked.allSatisfy { $0.number >= expected.stacked[$0.code] ?? 0 }
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

    private static func firstDifference(_ seen: [DemoExpectation.Refused], _ wanted: [DemoExpectation.Refused]) -> String? {
        if let missing = wanted.first(where: { !seen.contains($0) }) { return "line \(missing.line) \(missing.column) was not refused" }
        return seen.first { !wanted.contains($0) }.map { "line \($0.line) \($0.column) should not be refused" }
    }

    private func count(_ label: String, _ seen: Int, _ wanted: Int?, _ detail: String = "") -> StoryOutcome.Line {
        let expected = wanted.flatMap { $0 == seen ? nil : Self.text($0) }
        return StoryOutcome.Line(label: label, seen: Self.text(seen), detail: detail, expected: expected)
    }

    private static func text(_ number: Int) -> String { ProgressText.grouped(number) }
}
