import Chassis
import HTTP

extension Problem {
    /// What a refusal of matching's is called before the world.
    init(_ error: MatchingError) {
        switch error {
        case .unknownRole: self.init(.notFound, "not-found", "You have no such role.")
        case .closedRole:
            self.init(.conflict, "role-closed", "This role is closed, so nobody is shown for it. Post it again to open it.")
        case .staleConsents:
            self.init(
                .serviceUnavailable, "consents-stale",
                "It is not known who has changed their mind in the last minutes, so nobody is shown. Try again in a moment.",
                headers: [.retryAfter: "10"])
        }
    }
}

/// Runs a use case; its refusals come out as problems.
func answering<Result>(_ body: () async throws -> Result) async throws -> Result {
    do { return try await body() } catch let error as MatchingError { throw Problem(error) }
}
