import Configuration

/// One call of `cairn import`: hands a file over, shows what its check found, has it issued, and follows to the end.
struct ImportSession: Sendable {
    /// What the shell sees when good rows were issued and others are wrong.
    static let someWrong: Int32 = 2
    /// What the shell sees when nobody said yes.
    static let notConfirmed: Int32 = 3
    /// How often it asks how far the issuer is.
    static let pause = Duration.milliseconds(500)

    let site: SiteClient
    let caller: SiteClient.Caller
    let terminal: Terminal
    /// The answer to a question; nil where nobody can be asked.
    let answer: @Sendable () -> String?
    let clock: any Clock<Duration>
    let now: @Sendable () -> Duration

    /// Does all of it. Gives back the exit code.
    func run(_ file: String, isConfirmed: Bool, leavingTakenBack leaves: Bool = false) async throws -> Int32 {
        let report = try await self.check(file)
        for line in DryRunText(report: report, faults: try await self.faults(of: report)).lines { self.terminal.print(line) }
        guard report.state != .refused else {
            throw CommandFailure("the file was refused: \(report.reason ?? "see the rows above"); nothing was issued")
        }
        // A batch that says more than `checked` has had its yes: the very same file, handed over before.
        guard report.state == .checked else { return try await self.follow(report) }
        guard report.ready > (leaves ? report.takenBack : 0) else {
            self.terminal.print("There is nothing to issue.")
            return report.wrong > 0 ? Self.someWrong : Command.ExitCode.done.number
        }
        guard isConfirmed || self.confirms(report) else {
            self.terminal.printError("nothing was issued; --yes issues without asking")
            return Self.notConfirmed
        }
        try await self.site.issue(report.id, leavingTakenBack: leaves, as: self.caller)
        return try await self.follow(report)
    }

    /// Hands the file over, and waits until each of its rows is known to be ready, held or wrong.
    func check(_ file: String) async throws -> BatchReport {
        let sending = ProgressLine("sent", .bytes, on: self.terminal, now: self.now)
        let name = String(file.split(separator: "/").last ?? "")
        let first = try await self.site.upload(file, named: Self.fieldValue(name), as: self.caller) { sending.update($0, of: $1) }
        let checking = ProgressLine("checked", .rows, on: self.terminal, now: self.now)
        return try await self.poll(first) { report in
            checking.update(report.rows, of: nil)
            return report.state != .checking
        }
    }

    /// Waits for the end of issuing, and says how it ended.
    private func follow(_ report: BatchReport) async throws -> Int32 {
        let end = try await self.followed(report)
        return end.wrong > 0 ? Self.someWrong : Command.ExitCode.done.number
    }

    /// Waits for the end of issuing; every row that was ready must have become a credential.
    func followed(_ report: BatchReport) async throws -> BatchReport {
        let line = ProgressLine("issued", .rows, on: self.terminal, now: self.now)
        let total = report.ready
        let end = try await self.poll(try await self.site.batch(report.id, as: self.caller)) { report in
            line.update(report.issued + report.failed, of: total)
            return report.state == .done || report.state == .refused
        }
        line.finish(end.issued, of: total)
        guard end.state == .done, end.failed == 0 else {
            throw CommandFailure("\(end.failed) rows that were ready could not be issued\(end.reason.map { ": \($0)" } ?? "")")
        }
        return end
    }

    private func poll(_ first: BatchReport, until isReached: (BatchReport) -> Bool) async throws -> BatchReport {
        var report = first
        while !isReached(report) {
            try await self.clock.sleep(for: Self.pause)
            report = try await self.site.batch(report.id, as: self.caller)
        }
        return report
    }

    /// As many wrong rows as are shown: what the report holds, or a page of them.
    private func faults(of report: BatchReport) async throws -> [BatchReport.Fault] {
        let wanted = min(report.wrong, DryRunText.faultsShown)
        guard report.faults.count < wanted else { return report.faults }
        return try await self.site.faults(of: report.id, after: 0, as: self.caller)
    }

    private func confirms(_ report: BatchReport) -> Bool {
        guard self.terminal.isInteractive else { return false }
        self.terminal.ask(DryRunText(report: report, faults: []).question)
        return ["y", "yes"].contains(self.answer()?.lowercased() ?? "")
    }

    /// A file's name as a header field may hold it: what is not ASCII is left out.
    static func fieldValue(_ name: String) -> String {
        String(decoding: name.utf8.filter { (32..<127).contains($0) }.prefix(200), as: UTF8.self)
    }
}
