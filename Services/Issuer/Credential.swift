import CloudEvents
import Events
import JSON
import Observability

/// A credential as the issuer keeps it.
struct Credential: Sendable, Equatable {
    let id: CredentialID
    let college: CollegeID
    var person: PersonID
    let campus: CampusID?
    let achievement: AchievementEdition
    let skills: [SkillReference]
    let state: CredentialState.State
    let version: Int64
    let completedOn: String
    let issuedAt: WallTime
    let validFrom: WallTime
    let validUntil: WallTime?
    let changedAt: WallTime
    /// Why its state is what it is, in the words of whoever changed it.
    let reason: String?
    let place: StatusPlace
    /// The credentials that it was stacked from.
    let earnedBy: [CredentialID]
    /// The signed document, byte for byte.
    let document: [UInt8]

    /// The event that tells of it.
    func event(_ verb: CredentialState.Verb, issuer: IssuerID) -> CredentialEvent {
        let state = CredentialState(
            credential: self.id, college: self.college, person: self.person, campus: self.campus, issuer: issuer,
            achievement: self.achievement, state: self.state, issuedAt: self.issuedAt, validFrom: self.validFrom,
            validUntil: self.validUntil, changedAt: self.changedAt, skills: self.skills, earnedBy: self.earnedBy,
            document: String(decoding: self.document, as: UTF8.self))
        return CredentialEvent(verb, state, version: self.version, at: self.changedAt)
    }

    /// As the API answers it. The document stands as text, so that its bytes stay what was signed.
    var json: JSON {
        .object(omittingNil: [
            "id": self.id.json, "college": self.college.json, "person": self.person.json, "campus": self.campus?.json,
            "achievement": self.achievement.json, "state": self.state.json, "reason": self.reason?.json,
            "completedOn": self.completedOn.json, "issuedAt": self.issuedAt.description.json,
            "earnedBy": self.earnedBy.isEmpty ? nil : self.earnedBy.json,
            "validFrom": self.validFrom.description.json, "validUntil": self.validUntil?.description.json,
            "changedAt": self.changedAt.description.json, "document": String(decoding: self.document, as: UTF8.self).json,
        ])
    }
}
