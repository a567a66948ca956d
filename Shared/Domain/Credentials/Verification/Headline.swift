/// The one sentence above a result, by its code: the first rule that fits.
public enum Headline: String, Sendable, CaseIterable {
    case unreadable
    case notAsSigned = "not-as-signed"
    case revoked
    case suspended
    case failed
    case ended
    case notStarted = "not-started"
    case unknownIssuer = "unknown-issuer"
    case couldNotCheck = "could-not-check"
    case allPassed = "all-passed"

    /// The headline of a verdict.
    public init(of verdict: Verdict) {
        let checks = verdict.checks
        let failed = checks.filter { $0.outcome.isFailed }.map(\.code)
        let open = checks.filter { $0.outcome != .passed && !$0.outcome.isFailed }
        if failed.contains(.format) {
            self = .unreadable
        } else if failed.contains(.proof) || failed.contains(.integrity) {
            self = .notAsSigned
        } else if failed.contains(.revocation) {
            self = .revoked
        } else if failed.contains(.suspension) {
            self = .suspended
        } else if failed.contains(where: { $0 != .validUntil && $0 != .validFrom }) || failed.count > 1 {
            self = .failed
        } else if failed == [.validUntil] {
            self = .ended
        } else if failed == [.validFrom] {
            self = .notStarted
        } else if open.isEmpty {
            self = checks.isEmpty ? .couldNotCheck : .allPassed
        } else if open.allSatisfy({ $0.outcome.reason?.code == .onNoList }) {
            self = .unknownIssuer
        } else {
            self = .couldNotCheck
        }
    }
}
