import CloudEvents
import Events

/// The addresses that are signed into credentials: they must never change.
struct Site: Sendable {
    /// The site's origin, without a slash at its end.
    let origin: String

    /// Where anybody reads an achievement.
    func url(of achievement: AchievementID) -> String { "\(self.origin)/issuer/api/v1/achievements/\(achievement)" }
    /// Where anybody reads a status list.
    func url(of list: StatusListID) -> String { "\(self.origin)/issuer/status/\(list)" }
    /// How a credential's document names itself. It is no address: whoever holds the document shows it, the issuer does not.
    func name(of credential: CredentialID) -> String { "urn:uuid:\(credential)" }
    /// How a campus is named in documents.
    func name(of campus: CampusID) -> String { "urn:uuid:\(campus)" }
}
