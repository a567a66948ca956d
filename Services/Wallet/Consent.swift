import CloudEvents
import Events
import JSON
import Observability

/// What a learner lets one employer see, as the wallet keeps it.
struct Consent: Sendable, Hashable {
    let id: ConsentID
    let college: CollegeID
    let person: PersonID
    let employer: EmployerID
    let purpose: ConsentState.Purpose
    let what: [ConsentState.Share]
    /// The items that may be seen; nil means all of them.
    let items: [ItemID]?
    let state: ConsentState.State
    let until: WallTime
    let grantedAt: WallTime
    let changedAt: WallTime
    let version: Int64

    /// Whether it lets anybody see anything at a moment: what has run out counts for nothing, even before that is written down.
    func stands(at time: WallTime) -> Bool { self.state == .granted && time < self.until }

    /// The event that tells of it.
    var event: ConsentEvent {
        let verb: ConsentState.Verb =
            switch self.state {
            case .granted: .granted
            case .withdrawn: .withdrawn
            case .expired: .expired
            }
        let state = ConsentState(
            consent: self.id, college: self.college, person: self.person, employer: self.employer, purpose: self.purpose,
            state: self.state, what: self.what, items: self.items, until: self.until)
        return ConsentEvent(verb, state, version: self.version, at: self.changedAt)
    }

    /// As the API answers it.
    var json: JSON {
        .object(omittingNil: [
            "id": self.id.json, "employer": self.employer.json, "purpose": self.purpose.json, "what": self.what.json,
            "items": self.items?.json, "state": self.state.json, "until": self.until.description.json,
            "grantedAt": self.grantedAt.description.json, "changedAt": self.changedAt.description.json,
        ])
    }
}
