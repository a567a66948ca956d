import Configuration
import HTTP
import JSON
import Synchronization
import Testing

@testable import cairn

@Suite struct `A line of progress` {
    @Test(arguments: [
        (ProgressText(verb: "sent", unit: .bytes, done: 0, total: 1_000, elapsed: .seconds(1)), "sent 0 B of 1.0 kB (0 %)"),
        (ProgressText(verb: "sent", unit: .bytes, done: 999, total: nil, elapsed: .zero), "sent 999 B"),
        (
            ProgressText(verb: "sent", unit: .bytes, done: 1_500_000, total: 2_000_000_000, elapsed: .seconds(1)),
            "sent 1.5 MB of 2.0 GB (0 %), 1.5 MB/s, 22 min 13 s left"
        ),
        (
            ProgressText(verb: "issued", unit: .rows, done: 500, total: 1_000, elapsed: .seconds(2)),
            "issued 500 of 1,000 (50 %), 250/s, 2 s left"
        ),
        (
            ProgressText(verb: "issued", unit: .rows, done: 1_000, total: 1_000, elapsed: .seconds(4)),
            "issued 1,000 of 1,000 (100 %), 250/s"
        ),
        (ProgressText(verb: "issued", unit: .rows, done: 0, total: 0, elapsed: .seconds(4)), "issued 0 of 0"),
        (ProgressText(verb: "checked", unit: .rows, done: 1_234_567, total: nil, elapsed: .seconds(10)), "checked 1,234,567, 123,456/s"),
        (ProgressText(verb: "issued", unit: .rows, done: 9, total: 90_000, elapsed: .milliseconds(199)), "issued 9 of 90,000 (0 %)"),
        (
            ProgressText(verb: "issued", unit: .rows, done: 1, total: 10_000, elapsed: .seconds(1)),
            "issued 1 of 10,000 (0 %), 1/s, 2 h 46 min left"
        ),
    ])
    func `tells done of all, rate and time left`(text: ProgressText, line: String) {
        #expect(text.line == line)
    }

    @Test(arguments: [(0, "0"), (999, "999"), (1_000, "1,000"), (-1_234_567, "-1,234,567"), (.max, "9,223,372,036,854,775,807")])
    func `groups thousands`(number: Int, text: String) {
        #expect(ProgressText.grouped(number) == text)
    }

    @Test func `is written anew for a person, and now and then as a line where nobody looks on`() {
        for (isInteractive, interval, wanted) in [
            (true, ProgressLine.interval, "\r\u{1B}[2Ksent 5 of 10 (50 %), 25/s, 1 s left\r\u{1B}[2Ksent 10 of 10 (100 %), 50/s\n"),
            (false, ProgressLine.plainInterval, "sent 5 of 10 (50 %), 1/s, 5 s left\nsent 10 of 10 (100 %), 2/s\n"),
        ] {
            let written = Mutex("")
            let time = Mutex(Duration.zero)
            let terminal = Terminal(isInteractive: isInteractive, output: { text in written.withLock { $0 += text } }, errors: { _ in })
            let line = ProgressLine("sent", .rows, on: terminal, now: { time.withLock { $0 } })
            line.update(1, of: 10)
            time.withLock { $0 = interval }
            line.update(5, of: 10)
            line.update(6, of: 10)
            line.finish(10, of: 10)
            #expect(written.withLock { $0 } == wanted)
        }
    }
}

@Suite struct `What a dry run found` {
    private static func report(rows: Int, ready: Int, held: Int, wrong: Int) throws -> BatchReport {
        try BatchReport(
            [
                "id": "b", "state": "checked", "rows": .number(.init(rows)), "ready": .number(.init(ready)), "held": .number(.init(held)),
                "wrong": .number(.init(wrong)),
            ], at: .init(.post, "/x"))
    }

    @Test func `is counts in a column, then faults by line and column`() throws {
        let text = DryRunText(
            report: try Self.report(rows: 1_000, ready: 985, held: 13, wrong: 2),
            faults: [.init(line: 7, column: "email", sentence: "No."), .init(line: 9, column: "", sentence: "Too short.")])
        #expect(
            text.lines == [
                "  1,000  rows read", "    985  can be issued", "     13  held already", "      2  wrong", "line 7, email: No.",
                "line 9: Too short.",
            ])
        #expect(text.question == "Issue 985 credentials? The wrong rows are left out. [y/N]")
    }

    @Test func `shows twenty faults and counts the rows of the rest`() throws {
        let faults = (0..<40).map { BatchReport.Fault(line: 2 + $0 / 2, column: "c\($0 % 2)", sentence: "No.") }
        let text = DryRunText(report: try Self.report(rows: 50, ready: 1, held: 0, wrong: 49), faults: faults)
        #expect(text.lines.count == 4 + DryRunText.faultsShown + 1)
        #expect(text.lines.last == "and 39 more rows")
        let one = DryRunText(report: try Self.report(rows: 50, ready: 1, held: 0, wrong: 11), faults: faults)
        #expect(one.lines.last == "and 1 more row")
        #expect(
            DryRunText(report: try Self.report(rows: 1, ready: 1, held: 0, wrong: 0), faults: []).question == "Issue 1 credential? [y/N]")
    }
}
