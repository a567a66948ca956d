import CloudEvents
import Events
import JSON
import Observability

/// What a learner holds: a credential in her own wallet.
struct Item: Sendable, Hashable {
    let id: ItemID
    let college: CollegeID
    let person: PersonID
    let credential: CredentialID
    let issuer: IssuerID
    /// How the issuer is listed; nil when the catalogue does not know it yet.
    let issuerName: String?
    let achievement: AchievementEdition
    let state: CredentialState.State
    /// What was achieved, as the document says it, or else as the catalogue does.
    let name: String?
    /// The day that it was awarded for, as the document says; without one, from when it counts.
    let awardedAt: WallTime
    let issuedAt: WallTime
    let validFrom: WallTime
    let validUntil: WallTime?
    /// When its state last changed.
    let changedAt: WallTime
    let skills: [SkillReference]
    /// The credentials that it was stacked from.
    let earnedBy: [CredentialID]
    /// When it came into the wallet.
    let since: WallTime

    /// As the API answers it, without the document.
    var json: JSON {
        .object(omittingNil: [
            "id": self.id.json, "credential": self.credential.json, "name": self.name?.json,
            "issuer": .object(omittingNil: ["id": self.issuer.json, "name": self.issuerName?.json]), "achievement": self.achievement.json,
            "state": self.state.json, "issuedAt": self.issuedAt.description.json, "validFrom": self.validFrom.description.json,
            "validUntil": self.validUntil?.description.json, "changedAt": self.changedAt.description.json, "skills": self.skills.json,
            "earnedBy": self.earnedBy.json, "since": self.since.description.json,
            "document": .string("/wallet/api/v1/items/\(self.id)/document"),
        ])
    }
}

extension Item {
    /// How it stands at a moment, in one word for pages.
    enum Standing: String, Sendable, CaseIterable {
        case good, suspended, revoked, ended, notStarted = "not-started"
    }

    /// What the issuer has done to it counts first, then its dates.
    func standing(at time: WallTime) -> Standing {
        switch self.state {
        case .revoked: .revoked
        case .suspended: .suspended
        case .active:
            if let until = self.validUntil, until < time { .ended } else if time < self.validFrom { .notStarted } else { .good }
        }
    }
}
