/// What became of one check. Three outcomes, because "we could not look" must never read as "fine".
public enum Outcome: Sendable, Hashable {
    case passed
    case failed(Reason)
    case notChecked(Reason)

    /// Why, unless it passed.
    public var reason: Reason? {
        switch self {
        case .passed: nil
        case .failed(let reason), .notChecked(let reason): reason
        }
    }

    /// Whether it failed.
    public var isFailed: Bool {
        if case .failed = self { true } else { false }
    }

    /// The worse of two: failed before not checked before passed.
    func combined(with other: Outcome) -> Outcome {
        other.rank > self.rank ? other : self
    }

    private var rank: Int {
        switch self {
        case .passed: 0
        case .notChecked: 1
        case .failed: 2
        }
    }

    /// As JSON and logs name it.
    public var name: String {
        switch self {
        case .passed: "passed"
        case .failed: "failed"
        case .notChecked: "not-checked"
        }
    }
}
