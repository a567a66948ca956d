import Configuration
import Observability

extension DemoStory {
    /// Hands the file in, and has what is ready issued.
    func bringCompletionsIn(_ state: inout State) async throws {
        self.tell("completions.csv")
        let (plan, staff) = (self.folder.plan, self.staff)
        let former = try await self.site.credentials(of: plan.student, achievement: plan.achievement, as: staff)
        if former.allSatisfy(\.isRevoked) { state.revokedBefore = former }
        let began = self.now().microseconds
        let session = ImportSession(
            site: self.site, caller: staff, terminal: self.terminal, answer: { nil }, clock: self.clock,
            now: { .microseconds(self.now().microseconds - began) })
        var report = try await session.check(self.folder.completions)
        guard report.state != .refused else {
            throw CommandFailure("completions.csv was refused: \(report.reason ?? "no reason was given")")
        }
        let faults = try await self.allFaults(of: report, as: staff)
        // A row whose credential was revoked could be issued anew. That alone is no reason to: the story has been told already.
        let again = Set(state.revokedBefore.map(\.completedOn)).count
        var detail = "\(ProgressText.grouped(report.held + again)) of them earlier, \(again) of these revoked"
        var signed = report.held + again
        if report.ready > again {
            try await self.site.issue(report.id, as: staff)
            report = try await session.followed(report)
            signed = report.held + report.issued
            detail = report.held == 0 ? "" : "\(ProgressText.grouped(report.held)) of them earlier"
            state.revokedBefore = []
        }
        state.outcome.lines += self.comparison.completions(rows: report.rows, refused: faults)
        state.outcome.lines.append(self.comparison.signed(signed, detail: detail))
    }

    /// Waits until every credential has come into its wallet, and every certificate that stacks has, too.
    func waitForWallets(_ state: inout State) async throws {
        self.tell("wallets and certificates")
        let college = self.folder.college.number
        let awards = self.folder.pathways.compactMap { pathway in
            pathway.award.flatMap { state.achievements[$0] }.map { (code: pathway.code, achievement: $0) }
        }
        func stacked(_ count: WalletCount) -> [(code: String, number: Int)] {
            awards.map { ($0.code, count.items[$0.achievement] ?? 0) }
        }
        var last: (count: WalletCount, since: Duration)?
        let settled = try await self.clock.wait(
            atMost: self.patience.settling, every: self.patience.pause, for: { try await self.countWallets(college) }
        ) { count, elapsed in
            if let isComplete = self.comparison.isComplete(wallets: count.people, stacked: stacked(count)) { return isComplete }
            if last?.count != count { last = (count, elapsed) }
            return elapsed - (last?.since ?? elapsed) >= self.patience.quiet
        }
        state.outcome.lines.append(self.comparison.wallets(settled.value.people))
        state.outcome.lines.append(self.comparison.stacked(stacked(settled.value)))
    }

    /// Every wrong row: the report holds the first ones only.
    private func allFaults(of report: BatchReport, as staff: SiteClient.Caller) async throws -> [DemoExpectation.Refused] {
        var faults: [DemoExpectation.Refused] = []
        var line = 0
        while true {
            let page = try await self.site.faults(of: report.id, after: line, as: staff)
            guard let last = page.last, last.line > line else { break }
            // A row with several faults is refused once, at the first of them.
            for fault in page where fault.line != faults.last?.line { faults.append(.init(line: fault.line, column: fault.column)) }
            line = last.line
        }
        return faults
    }
}
