import Chassis
import Events
import JSON
import Observability

extension IssuerPages {
    /// How a credential stands, as the partial `state` shows it. One that is over by itself says so, unless it was taken back before.
    func state(_ state: CredentialState.State, until: WallTime? = nil) throws -> JSONObject {
        let isEnded = state != .revoked && until.map { $0 < self.now() } ?? false
        let look =
            switch state {
            case .revoked: "failed"
            case .suspended: "pending"
            case .active: isEnded ? "blocked" : "passed"
            }
        let word = isEnded ? "ended" : state.rawValue
        return ["state": try self.all.sentence("credential.state-\(word)").json, "look": look.json]
    }

    /// A credential as a list shows it.
    func entry(of credential: FoundCredential, learner: KnownLearner?) throws -> JSONObject {
        var entry = try self.state(credential.state)
        entry["id"] = credential.id.json
        entry["short"] = String(credential.id.description.suffix(8)).json
        entry["name"] = credential.achievementName.json
        entry["learner"] = try self.label(of: learner).json
        entry["completed"] = credential.completedOn.json
        entry["issued"] = credential.issuedAt.description.json
        return entry
    }

    /// What staff know a learner by: her name and her number, as far as they are given and this visitor sees them.
    func label(of learner: KnownLearner?) throws -> String {
        let known = [learner?.name, learner?.number?.text].compactMap { $0 }
        return known.isEmpty ? try self.all.sentence("credential.unnamed") : known.joined(separator: ", ")
    }
}
