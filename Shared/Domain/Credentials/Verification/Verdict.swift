public import JSON

/// What can be said of a credential: the steps, and from them one word.
public struct Verdict: Sendable, Hashable, JSONEncodable {
    /// The one word. It is `valid` only when every check passed.
    public enum Overall: String, Sendable {
        case valid, invalid, unchecked
    }

    /// All steps, in order.
    public let steps: [Step]

    /// Sorts checks into their steps, in the order in which they come.
    public init(_ checks: [Check]) {
        self.steps = Step.Name.allCases.map { name in Step(name: name, checks: checks.filter { $0.code.step == name }) }
    }

    /// All checks, in order.
    public var checks: [Check] { self.steps.flatMap(\.checks) }

    /// Invalid when a check failed, unchecked when one could not be made or there is none, valid otherwise.
    public var overall: Overall {
        if self.checks.contains(where: { $0.outcome.isFailed }) { return .invalid }
        return !self.checks.isEmpty && self.checks.allSatisfy { $0.outcome == .passed } ? .valid : .unchecked
    }

    /// What became of a check, of several the worst; nil when it was not asked for.
    public func outcome(of code: Check.Code) -> Outcome? {
        self.checks.lazy.filter { $0.code == code }.map(\.outcome).reduce(nil) { worst, outcome in
            worst.map { $0.combined(with: outcome) } ?? outcome
        }
    }

    /// The verdict for machines.
    public var json: JSON {
        let checks = self.checks
        let failed = checks.count { $0.outcome.isFailed }
        let passed = checks.count { $0.outcome == .passed }
        return [
            "verdict": .string(self.overall.rawValue), "headline": .string(Headline(of: self).rawValue),
            "counts": [
                "checks": .number(JSONNumber(checks.count)), "passed": .number(JSONNumber(passed)), "failed": .number(JSONNumber(failed)),
                "not-checked": .number(JSONNumber(checks.count - passed - failed)),
            ],
            "steps": .array(self.steps.map(\.json)),
        ]
    }
}
