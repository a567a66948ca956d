import HTTP
import JSON
import Testing

@testable import cairn

@Suite struct `A story's lines` {
    private static let expected = """
        {"rows": 10, "refused": [{"line": 3, "column": "email"}, {"line": 5, "column": "student_id"}], "signed": 8, "wallets": 4,
         "stacked": {"P": 2, "Q": 0}, "stackedTotal": 2,
         "ranking": {"R": [{"student_id": "a", "points": 5, "of": 6}, {"student_id": "b", "points": 5, "of": 6}]},
         "rankingAfterRevocation": {"R": [{"student_id": "b", "points": 5, "of": 6}]}}
        """
    private static let awards = [
        DemoComparison.Award(pathway: "P", achievement: "p"), DemoComparison.Award(pathway: "Q", achievement: "q"),
    ]

    private static func comparison() throws -> DemoComparison {
        DemoComparison(expected: try JSONDocument(parsing: Self.expected).decode(DemoExpectation.self))
    }

    private static func report(held: Int, issued: Int, wrong: Int = 2, rows: Int = 10) throws -> BatchReport {
        try BatchReport(
            [
                "id": "b", "state": "done", "rows": .number(.init(rows)), "ready": .number(.init(issued)), "held": .number(.init(held)),
                "wrong": .number(.init(wrong)), "issued": .number(.init(issued)),
            ], at: .init(.get, "/x"))
    }

    private static func refused(_ places: (Int, String)...) -> [DemoExpectation.Refused] {
        places.map { DemoExpectation.Refused(line: $0.0, column: $0.1) }
    }

    private static func ranked(_ places: (String, Int)...) -> [DemoExpectation.Ranked] {
        places.map { DemoExpectation.Ranked(student: $0.0, points: $0.1, of: 6) }
    }

    @Test func `hold when what is seen is what was worked out`() throws {
        let lines = try Self.comparison().completions(
            try Self.report(held: 0, issued: 8), Self.refused((3, "email"), (5, "student_id")), WalletCount(people: 4, items: [:]),
            Self.awards,
            revokedBefore: 0)
        #expect(lines.map(\.label) == ["rows read", "refused", "credentials signed"])
        #expect(lines.map(\.seen) == ["10", "2", "8"])
        #expect(lines.map(\.expected) == [nil, nil, nil])
        #expect(lines[1].detail == "line 3 email, line 5 student_id")
    }

    @Test func `say what was expected when it is something else`() throws {
        let lines = try Self.comparison().completions(
            try Self.report(held: 0, issued: 7, wrong: 3, rows: 11), Self.refused((3, "email"), (4, "campus"), (5, "student_id")),
            WalletCount(people: 4, items: [:]), Self.awards, revokedBefore: 0)
        #expect(lines.map(\.expected) == ["10", "2; line 4 campus should not be refused", "8"])
    }

    @Test func `count what wallets hold when the file was brought in before`() throws {
        let count = WalletCount(people: 4, items: ["x": 5, "y": 3, "p": 2])
        let lines = try Self.comparison().completions(
            try Self.report(held: 7, issued: 0), Self.refused((3, "email"), (5, "student_id")), count, Self.awards, revokedBefore: 1)
        #expect(lines.map(\.seen) == ["10", "2", "8"])
        #expect(lines.map(\.expected) == [nil, nil, nil])
        #expect(lines[2].detail == "8 of them earlier, 1 of them revoked")
        let lost = try Self.comparison().completions(
            try Self.report(held: 7, issued: 0, wrong: 1), Self.refused((3, "email")), WalletCount(people: 4, items: ["x": 7]), Self.awards,
            revokedBefore: 0)
        #expect(lost.map(\.expected) == [nil, "2; line 5 student_id was not refused", "8"])
    }

    @Test func `name each pathway whose certificates are too few or too many`() throws {
        let comparison = try Self.comparison()
        #expect(comparison.stacked(WalletCount(people: 4, items: ["p": 2]), Self.awards).expected == nil)
        let line = comparison.stacked(WalletCount(people: 4, items: ["p": 1, "q": 1]), Self.awards)
        #expect(line.seen == "2")
        #expect(line.detail == "P 1, Q 1")
        #expect(line.expected == "P 2, Q 0")
        #expect(comparison.wallets(3).expected == "4")
        #expect(comparison.wallets(4).expected == nil)
    }

    @Test(arguments: [
        (Self.ranked(("b", 5), ("a", 5)), nil),
        (Self.ranked(("a", 5), ("b", 4)), "2 learners, b with 5 of 6 (4 of 6)"),
        (Self.ranked(("a", 5)), "2 learners, b with 5 of 6 (not there)"),
        (Self.ranked(("a", 5), ("b", 5), ("c", 1)), "2 learners, without c"),
        (Self.ranked(("c", 1), ("a", 5), ("b", 5)), "most points first; place 2 has more than the one before"),
        ([], "2 learners, a with 5 of 6 (not there)"),
    ])
    func `compare rankings whose equal points stand in any order`(seen: [DemoExpectation.Ranked], difference: String?) throws {
        let wanted = try Self.comparison().expected?.ranking["R"]
        #expect(DemoComparison.difference(of: seen, from: try #require(wanted)) == difference)
    }

    @Test func `know when wallets hold all that they will, if somebody said how much`() throws {
        let comparison = try Self.comparison()
        let all = WalletCount(people: 4, items: ["x": 8, "p": 2])
        #expect(comparison.isComplete(all, Self.awards) == true)
        #expect(comparison.isComplete(WalletCount(people: 3, items: all.items), Self.awards) == false)
        #expect(comparison.isComplete(WalletCount(people: 4, items: ["x": 7, "p": 2]), Self.awards) == false)
        #expect(comparison.isComplete(WalletCount(people: 4, items: ["x": 8, "p": 1]), Self.awards) == false)
        #expect(DemoComparison(expected: nil).isComplete(all, Self.awards) == nil)
    }

    @Test func `hold when nobody said what to expect`() throws {
        let comparison = DemoComparison(expected: nil)
        let lines = comparison.completions(
            try Self.report(held: 0, issued: 8), [], WalletCount(people: 0, items: [:]), [], revokedBefore: 0)
        #expect(lines.map(\.holds) == [true, true, true])
        #expect(comparison.ranking("ranked", Self.ranked(("a", 1)), of: nil).holds)
    }

    @Test func `stand in a table that ends with the address of one credential`() {
        var outcome = StoryOutcome(url: "http://localhost:8080")
        outcome.lines = [
            .init(label: "rows read", seen: "1,000"), .init(label: "signed", seen: "98", detail: "all new", expected: "99"),
        ]
        outcome.personas = [.init(name: "Omar", kind: "Learner", say: "I hold both.", link: "http://localhost:8080/enter?ticket=x")]
        outcome.verifyCommand = "cairn verify badge.json"
        outcome.shared = "http://localhost:8080/c/abc"
        #expect(!outcome.holds)
        #expect(
            StoryTable(outcome: outcome).text == [
                "  rows read  1,000", "  signed        98  all new", "             does not hold: expected 99", "1 of 2 lines do not hold.",
                "",
                "http://localhost:8080", "", "Be somebody (each link signs in once, within a day):", "  Omar, Learner: I hold both.",
                "    http://localhost:8080/enter?ticket=x", "", "Judge a badge without this stack:", "  cairn verify badge.json", "",
                "One credential, with every check:", "http://localhost:8080/c/abc",
            ])
        outcome.lines = [.init(label: "rows read", seen: "1")]
        #expect(outcome.holds && StoryTable(outcome: outcome).text[1] == "Every line holds.")
    }
}
