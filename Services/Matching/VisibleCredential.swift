import CloudEvents
import Events
import Observability

/// What a learner lets an employer see of one of her credentials, beside the skills that it shows.
struct VisibleCredential: Sendable, Equatable {
    let id: CredentialID
    /// What was achieved, and who awarded it; nil while the catalogue does not say so yet.
    let achievement: String?
    let issuer: String?
    let validFrom: WallTime
    let validUntil: WallTime?
    /// Of the skills that the role takes those that it shows, by the names that the role has for them.
    let skills: [String]
}
