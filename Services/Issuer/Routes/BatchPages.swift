import Chassis
import Events
import JSON
import Observability

extension Batch {
    /// About how many seconds are left until all of it is issued, at the pace so far; nil while nothing is.
    func secondsLeft(at now: WallTime) -> Int? {
        let done = self.issued + self.failed
        guard let start = self.confirmedAt, done > 0, now > start else { return nil }
        let pace = Double(now.microseconds - start.microseconds) / 1e6 / Double(done)
        return Int((pace * Double(self.ready - done)).rounded(.up))
    }
}

extension IssuerPages {
    /// How a batch stands, as the partial `state` shows it. There is nothing to say yes to where nobody would get anything.
    private static func state(of batch: Batch) -> (key: String, look: String) {
        if batch.state == .checked, batch.ready == 0 { return ("batches.state-nothing", "blocked") }
        return ("batches.state-\(batch.state.rawValue)", Self.look(of: batch.state))
    }

    private static func look(of state: Batch.State) -> String {
        switch state {
        case .checking, .issuing: "pending"
        case .checked: "open"
        case .done: "passed"
        case .refused: "failed"
        }
    }

    /// A batch as lists and pages show it.
    func entry(of batch: Batch) throws -> JSONObject {
        let added = batch.addedAt.description
        let state = Self.state(of: batch)
        return [
            "id": batch.id.json, "name": try (batch.fileName ?? self.all.sentence("batches.unnamed")).json,
            "state": try self.all.sentence(state.key).json, "look": state.look.json,
            "added": added.json, "time": String(added.dropFirst(11).prefix(8)).json, "rows": batch.rows.json, "ready": batch.ready.json,
            "takenBack": batch.takenBack.json, "hasTakenBack": .bool(batch.takenBack > 0),
            "leavesTakenBack": .bool(batch.leavesTakenBack), "held": batch.held.json, "wrong": batch.wrong.json,
            "issued": batch.issued.json, "failed": batch.failed.json,
            "done": (batch.issued + batch.failed).json, "hasReady": .bool(batch.ready > 0), "hasHeld": .bool(batch.held > 0),
            "hasWrong": .bool(batch.wrong > 0), "hasFailed": .bool(batch.failed > 0),
        ]
    }

    /// How long is left, in words; nil while nobody can tell.
    func timeLeft(of batch: Batch) throws -> String? {
        guard let seconds = batch.secondsLeft(at: self.now()) else { return nil }
        if seconds < 90 { return try self.all.sentence("batch-issuing.seconds", ["count": seconds.json]) }
        return try self.all.sentence("batch-issuing.minutes", ["count": ((seconds + 59) / 60).json])
    }

    /// Awards of a batch, as lists show them.
    func entries(of awards: [BatchAward]) -> JSON {
        .array(awards.map { ["name": $0.name.json, "edition": $0.achievement.edition.json, "count": $0.ready.json] })
    }
}
