import CloudEvents
import Events
import JSON
import Observability

/// Names the kind of a `ReviewID`.
enum ReviewKind {}
/// The id of a question about an award.
typealias ReviewID = ID<ReviewKind>

/// An award whose pathway is complete no more, which somebody must decide on.
struct Review: Sendable, Equatable {
    /// How it was decided.
    enum Decision: String, Sendable, CaseIterable, JSONDecodable {
        case keep
        case takeBack = "take-back"
        /// The pathway was complete again before anybody decided.
        case ended
    }

    let id: ReviewID
    let order: AwardOrderID
    let person: PersonID
    let achievement: AchievementID
    let credential: CredentialID
    let openedAt: WallTime
    let decision: Decision?
    let reason: String?
    let decidedAt: WallTime?

    /// As the API answers it.
    var json: JSON {
        .object(omittingNil: [
            "id": self.id.json, "order": self.order.json, "person": self.person.json, "achievement": self.achievement.json,
            "credential": self.credential.json, "openedAt": self.openedAt.description.json, "decision": self.decision?.rawValue.json,
            "reason": self.reason?.json, "decidedAt": self.decidedAt?.description.json,
        ])
    }
}
