import CloudEvents
import Events
import JSON
import Observability

/// Names the kind of an `AwardOrderID`.
enum AwardOrderKind {}
/// The id of an award that waits to be signed, or was.
typealias AwardOrderID = ID<AwardOrderKind>

/// An award that a learner has earned by completing a pathway.
struct AwardOrder: Sendable, Equatable {
    /// How many a list holds.
    static let listLimit = 100

    let id: AwardOrderID
    let person: PersonID
    let pathway: PathwayID
    let achievement: AchievementEdition
    let earnedBy: [CredentialID]
    let orderedAt: WallTime
    let credential: CredentialID?
    let reason: String?
    let closedAt: WallTime?

    /// Waiting, signed, failed or closed.
    var state: String {
        if self.closedAt != nil { return "closed" }
        if self.credential != nil { return "signed" }
        return self.reason == nil ? "waiting" : "failed"
    }

    /// As the API answers it.
    var json: JSON {
        .object(omittingNil: [
            "id": self.id.json, "state": self.state.json, "person": self.person.json, "pathway": self.pathway.json,
            "achievement": self.achievement.json, "earnedBy": self.earnedBy.json, "orderedAt": self.orderedAt.description.json,
            "credential": self.credential?.json, "reason": self.reason?.json, "closedAt": self.closedAt?.description.json,
        ])
    }
}
