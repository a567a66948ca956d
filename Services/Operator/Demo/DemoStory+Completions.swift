import Configuration
import Observability

extension DemoStory {
    /// What became of the file.
    struct Completions {
        let report: BatchReport
        /// Each wrong row at the first column that is wrong.
        let refused: [DemoExpectation.Refused]
    }

    /// Hands the file in, and has what is ready issued.
    func bringCompletionsIn(_ state: inout State) async throws {
        self.tell("completions.csv")
        let (plan, staff) = (self.folder.plan, self.staff)
        let former = try await self.site.credentials(of: plan.student, achievement: plan.achievement, as: staff)
        state.isRevokedBefore = !former.isEmpty && former.allSatisfy(\.isRevoked)
        let began = self.now().microseconds
        let session = ImportSession(
            site: self.site, caller: staff, terminal: self.terminal, answer: { nil }, clock: self.clock,
            now: { .microseconds(self.now().microseconds - began) })
        var report = try await session.check(self.folder.completions)
        guard report.state != .refused else {
            throw CommandFailure("completions.csv was refused: \(report.reason ?? "no reason was given")")
        }
        let refused = try await self.refused(of: report, as: staff)
        // What was taken back, by the story or by people, stays so.
        if report.ready > 0 {
            try await self.site.issue(report.id, leavingTakenBack: true, as: staff)
            report = try await session.followed(report)
        }
        state.completions = Completions(report: report, refused: refused)
    }

    /// Waits until every credential has come into its wallet, and every certificate that stacks has, too.
    func waitForWallets(_ state: inout State) async throws {
        guard let completions = state.completions else { return }
        self.tell("wallets and certificates")
        let college = self.folder.college.number
        let awards = self.folder.pathways.compactMap { pathway in
            pathway.award.flatMap { state.achievements[$0] }.map { DemoComparison.Award(pathway: pathway.code, achievement: $0) }
        }
        let comparison = self.comparison
        var last: (count: WalletCount, since: Duration)?
        let settled = try await self.clock.wait(
            atMost: self.patience.settling, every: self.patience.pause, for: { try await self.countWallets(college) }
        ) { count, elapsed in
            if let isComplete = comparison.isComplete(count, awards) { return isComplete }
            if last?.count != count { last = (count, elapsed) }
            return elapsed - (last?.since ?? elapsed) >= self.patience.quiet
        }
        state.outcome.lines += comparison.completions(
            completions.report, completions.refused, settled.value, awards, revokedBefore: completions.report.takenBack)
        state.outcome.lines.append(comparison.wallets(settled.value.people))
        state.outcome.lines.append(comparison.stacked(settled.value, awards))
    }

    /// Every wrong row: the report holds the first ones only.
    private func refused(of report: BatchReport, as staff: SiteClient.Caller) async throws -> [DemoExpectation.Refused] {
        var refused: [DemoExpectation.Refused] = []
        var line = 0
        while true {
            let page = try await self.site.faults(of: report.id, after: line, as: staff)
            guard let last = page.last, last.line > line else { return refused }
            for fault in page where fault.line != refused.last?.line { refused.append(.init(line: fault.line, column: fault.column)) }
            line = last.line
        }
    }
}
