import CloudEvents
public import Events
public import Observability

/// A credential that a learner holds now: neither suspended, revoked nor ended.
public struct HeldCredential: Sendable, Hashable {
    /// Its id.
    public let id: CredentialID
    /// What was achieved.
    public let achievement: AchievementID
    /// When it was awarded.
    public let since: WallTime

    /// A credential from its parts.
    public init(_ id: CredentialID, of achievement: AchievementID, since: WallTime) {
        self.id = id
        self.achievement = achievement
        self.since = since
    }

    /// Whether it comes before another: what was awarded first counts first, so that a later award changes nothing that is settled.
    static func isEarlier(_ left: HeldCredential, _ right: HeldCredential) -> Bool {
        (left.since.microseconds, left.id) < (right.since.microseconds, right.id)
    }
}
