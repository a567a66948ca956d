public import JSON

/// One thing that was looked at.
public struct Check: Sendable, Hashable {
    /// What it is about. The codes are stable; pages have a sentence for each.
    public enum Code: String, Sendable, CaseIterable {
        case format, schema, context
        case proof, integrity, endorsement, nested
        case key, keyTime = "key-time", keyCompromise = "key-compromise"
        case validFrom = "valid-from", validUntil = "valid-until"
        case revocation, suspension, statusAge = "status-age", statusNone = "status-none", refresh
        case statusMessage = "status-message"
        case issuerList = "issuer-list", listReach = "list-reach", issuerName = "issuer-name"

        /// The step that it is a part of.
        public var step: Step.Name {
            switch self {
            case .format, .schema, .context: .structure
            case .proof, .integrity, .endorsement, .nested: .proof
            case .key, .keyTime, .keyCompromise: .key
            case .validFrom, .validUntil: .dates
            case .revocation, .suspension, .statusAge, .statusNone, .statusMessage, .refresh: .status
            case .issuerList, .listReach, .issuerName: .trust
            }
        }
    }

    /// What it is about.
    public let code: Code
    /// What became of it.
    public let outcome: Outcome
    /// Facts for the sentence of a check that passed.
    public let facts: JSONObject
    /// What was looked at, where a document may have several of it, such as `/proof/1`.
    public let pointer: JSONPointer?

    /// A check and what became of it.
    public init(_ code: Code, _ outcome: Outcome, _ facts: JSONObject = [:], at pointer: JSONPointer? = nil) {
        self.code = code
        self.outcome = outcome
        self.facts = facts
        self.pointer = pointer
    }

    /// Both as one: the worse outcome, and the facts that belong to it.
    func combined(with other: Check) -> Check {
        self.outcome.combined(with: other.outcome) == self.outcome ? self : other
    }

    /// The same check, not made because an earlier one failed.
    var notMade: Check { Check(self.code, .notChecked(Reason(.notMade)), at: self.pointer) }

    var json: JSON {
        .object(omittingNil: [
            "check": .string(self.code.rawValue), "outcome": .string(self.outcome.name),
            "pointer": self.pointer.map { .string($0.description) }, "reason": self.outcome.reason?.json,
            "facts": self.facts.isEmpty ? Optional.none : .object(self.facts),
        ])
    }
}

/// Checks that belong together.
public struct Step: Sendable, Hashable {
    /// The steps in the order in which they are shown.
    public enum Name: String, Sendable, CaseIterable {
        case structure, proof, key, dates, status, trust
    }

    /// Which step.
    public let name: Name
    /// Its checks; none in `trust` when no list was given.
    public let checks: [Check]

    var json: JSON { ["step": .string(self.name.rawValue), "checks": .array(self.checks.map(\.json))] }
}
