public import JSON

/// Why a check failed or could not be made: a stable code, and the facts that a sentence for people needs.
public struct Reason: Sendable, Hashable {
    /// What it was.
    public enum Code: String, Sendable, CaseIterable {
        // Reading and form.
        case unreadable, notACredential = "not-a-credential", unsupportedFormat = "unsupported-format", tooLarge = "too-large"
        case link, picture
        case missing, malformed
        case wrongType = "wrong-type", baseContext = "base-context", datesReversed = "dates-reversed"
        case schemaNotInLibrary = "schema-not-in-library"
        // Terms.
        case unknownTerm = "unknown-term", redefinedTerm = "redefined-term", unknownContext = "unknown-context"
        case innerContext = "inner-context"
        // Proof and key.
        case noProof = "no-proof", malformedProof = "malformed-proof", unknownSuite = "unknown-suite"
        case missingProof = "missing-proof", proofCycle = "proof-cycle"
        case signatureMismatch = "signature-mismatch", contextMismatch = "context-mismatch", contextExtended = "context-extended"
        case tooManyProofs = "too-many-proofs", notSignable = "not-signable", otherForm = "other-form"
        case signatureNotChecked = "signature-not-checked", unknownController = "unknown-controller"
        case keyOfAnother = "key-of-another", noSuchKey = "no-such-key", unsupportedKey = "unsupported-key", wrongPurpose = "wrong-purpose"
        case keyRetired = "key-retired", keyNotYet = "key-not-yet", keyCompromised = "key-compromised", noSigningTime = "no-signing-time"
        case unwitnessed
        // Parts inside.
        case endorsesAnother = "endorses-another", endorsementCycle = "endorsement-cycle", tooDeep = "too-deep"
        case tooManyEndorsements = "too-many-endorsements"
        // Dates.
        case notStarted = "not-started", ended, noStartDate = "no-start-date", unreadableDate = "unreadable-date", proofEnded =
            "proof-ended"
        // Status.
        case revoked, suspended, statusUnavailable = "status-unavailable", statusUnknownType = "status-unknown-type"
        case statusError = "status-error", listTooOld = "list-too-old", listNotTheIssuers = "list-not-the-issuers", noStatus = "no-status"
        case tooManyStatuses = "too-many-statuses"
        // Trust.
        case onNoList = "on-no-list", removedFromList = "removed-from-list", listUnreachable = "list-unreachable"
        case otherName = "other-name", noName = "no-name"
        // Not made here, or not made because an earlier one failed.
        case notMade = "not-made", notSupported = "not-supported"
    }

    /// What it was.
    public let code: Code
    /// Facts such as `field`, `date`, `term`.
    public let facts: JSONObject

    /// A reason and its facts.
    public init(_ code: Code, _ facts: JSONObject = [:]) {
        self.code = code
        self.facts = facts
    }

    /// The code first, then the facts.
    var json: JSON {
        var object: JSONObject = ["code": .string(self.code.rawValue)]
        for (name, value) in self.facts { object.append(name, value) }
        return .object(object)
    }
}
