import LocalServers

/// How PostgreSQL answered one statement, as its module auto_explain tells it: by which plan, and over how many rows.
public struct StatementPlan: Sendable {
    /// The login that asked.
    public let role: String
    /// What it asked, in one line.
    public let statement: String
    /// How long the answer took.
    public let milliseconds: Double
    /// The plan, a line a step or a step's detail.
    public let plan: [String]

    /// The tables that were read from their first row to their last.
    public var tablesReadWhole: Set<String> {
        Set(self.plan.compactMap { $0.firstMatch(of: /Seq Scan on (\w+)/).map { String($0.1) } })
    }

    /// The most rows that one step of it gave, or looked at in vain.
    public var mostRows: Int {
        var (most, loops) = (0, 1)
        for line in self.plan {
            if let found = line.firstMatch(of: /actual rows=(\d+) loops=(\d+)/), let rows = Int(found.1), let times = Int(found.2) {
                (most, loops) = (max(most, rows * times), times)
            } else if let found = line.firstMatch(of: /Rows Removed by [A-Za-z ]+: (\d+)/), let rows = Int(found.1) {
                // The mean of the step's loops, whose line stands above.
                most = max(most, rows * loops)
            }
        }
        return most
    }
}

extension TestDatabase {
    /// From their next sessions on, the server writes down the plan of every statement that these logins ask of this database.
    public func writeDownPlans(of logins: [String]) async throws {
        let settings = [
            "session_preload_libraries = auto_explain", "auto_explain.log_min_duration = 0", "auto_explain.log_analyze = on",
            "auto_explain.log_timing = off",
        ]
        let statements = logins.flatMap { login in settings.map { "ALTER ROLE \(login) IN DATABASE \(self.name) SET \($0);" } }
        try await self.execute(statements.joined(separator: "\n"))
    }

    /// What it has written down, the oldest first.
    public func plans() throws -> [StatementPlan] {
        var plans: [StatementPlan] = []
        var entry: (role: String, milliseconds: Double, lines: [String])?
        func close() {
            guard let (role, milliseconds, lines) = entry, let start = lines.firstIndex(where: { $0.contains("(cost=") }) else { return }
            let words = lines[..<start].joined(separator: " ").split(whereSeparator: \.isWhitespace).joined(separator: " ")
            plans.append(
                StatementPlan(
                    role: role, statement: String(words.trimmingPrefix("Query Text: ")), milliseconds: milliseconds,
                    plan: Array(lines[start...])))
        }
        let log = String(decoding: try SharedFiles.contents(of: self.server.log), as: UTF8.self)
        for line in log.split(separator: "\n") {
            if line.hasPrefix("\t") {
                entry?.lines.append(String(line.dropFirst()))
                continue
            }
            close()
            entry = nil
            let parts = line.split(separator: "|", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3, parts[0] == self.name, let found = parts[2].firstMatch(of: /duration: ([0-9.]+) ms  plan:/),
                let milliseconds = Double(found.1)
            else { continue }
            entry = (String(parts[1]), milliseconds, [])
        }
        close()
        return plans
    }
}
