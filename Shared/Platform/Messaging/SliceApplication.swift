import CloudEvents
import Kafka
import Observability
import Postgres

/// Applies the records of one partition in one transaction: position, effects and versions together, or nothing.
struct SliceApplication: Sendable {
    let consumer: String
    let reaction: AnyReaction
    let failpoints: Failpoints
    let metrics: ConsumerMetrics
    let logger: Logger

    /// What a slice came to; counted after its transaction is committed.
    struct Outcome: Sendable {
        var applied = 0
        var skipped = 0
        var holes = 0
        var parked: [Refusal] = []
    }

    /// Runs inside the slice's transaction. `carefully`: a failing reaction is cut in halves, with savepoints, down to the record that fails,
    /// and that one is parked.
    func apply(
        _ readings: [Reading], at claim: InboxClaim, to next: Int64, last: UUIDValue?, carefully: Bool,
        in transaction: borrowing Transaction
    ) throws -> Outcome {
        guard try transaction.moveInbox(self.consumer, claim, to: next, last: last) else { throw FencedError() }
        let outcome = try self.apply(
            readings, logID: claim.logID, topic: claim.topic, readsFromTheStart: claim.beganAt == 0, carefully: carefully, in: transaction)
        self.failpoints.reach(.consumerApplied, by: self.consumer)
        return outcome
    }

    /// The same without a position: for events that were parked.
    func apply(
        _ readings: [Reading], logID: String, topic: String, readsFromTheStart: Bool, carefully: Bool, in transaction: borrowing Transaction
    ) throws -> Outcome {
        var outcome = Outcome()
        let fresh = try self.sort(readings, topic: topic, readsFromTheStart: readsFromTheStart, into: &outcome, in: transaction)
        var applied: [CloudEvent] = []
        if !fresh.isEmpty {
            if carefully {
                try self.reactCarefully(to: fresh[...], applied: &applied, outcome: &outcome, in: transaction)
            } else {
                try self.reaction.react(fresh.map(\.arrival), transaction)
                applied = fresh.map(\.arrival.envelope)
            }
        }
        if !applied.isEmpty { try transaction.noteVersions(self.consumer, topic: topic, applied) }
        if !outcome.parked.isEmpty { try transaction.park(self.consumer, logID: logID, topic: topic, outcome.parked) }
        outcome.applied = applied.count
        return outcome
    }

    /// Tells what is new from what is known, overtaken or forged.
    private func sort(
        _ readings: [Reading], topic: String, readsFromTheStart: Bool, into outcome: inout Outcome, in transaction: borrowing Transaction
    ) throws -> [Fresh] {
        var arrivals: [Fresh] = []
        for reading in readings {
            switch reading {
            case .event(let arrival, let message): arrivals.append(Fresh(arrival: arrival, message: message))
            case .refused(let refusal): outcome.parked.append(refusal)
            }
        }
        if arrivals.isEmpty { return [] }
        let subjects = Set(arrivals.map(\.arrival.envelope.subject)).sorted()
        let known = try transaction.knownVersions(self.consumer, topic: topic, of: subjects)
        var versions = VersionGuard(known: known, readsFromTheStart: readsFromTheStart)
        var fresh: [Fresh] = []
        for arrival in arrivals {
            let envelope = arrival.arrival.envelope
            switch versions.judge(subject: envelope.subject, version: envelope.version, eventID: envelope.id, college: envelope.college) {
            case .apply(let missing):
                if let missing, try self.isHole(missing, of: envelope.subject, topic: topic, beside: outcome.parked, in: transaction) {
                    outcome.holes += 1
                }
                fresh.append(arrival)
            case .skip:
                outcome.skipped += 1
            case .twoHistories:
                let reason = "version \(envelope.version) of \(envelope.subject) was applied before from another event: two histories"
                outcome.parked.append(Refusal(arrival.message, envelope, .twoHistories, reason))
            case .otherCollege(let college):
                let reason = "\(envelope.subject) belongs to college \(college), but the event says \(envelope.college)"
                outcome.parked.append(Refusal(arrival.message, envelope, .forged, reason))
            }
        }
        return fresh
    }

    private func isHole(
        _ missing: ClosedRange<Int64>, of subject: UUIDValue, topic: String, beside parked: [Refusal], in transaction: borrowing Transaction
    ) throws -> Bool {
        let here = Set(parked.compactMap(\.envelope).filter { $0.subject == subject && missing.contains($0.version) }.map(\.version)).count
        return try transaction.parkedVersions(self.consumer, topic: topic, subject: subject, in: missing) + here < missing.count
    }

    private func reactCarefully(
        to events: ArraySlice<Fresh>, applied: inout [CloudEvent], outcome: inout Outcome, in transaction: borrowing Transaction
    ) throws {
        do {
            try transaction.savepoint { transaction in try self.reaction.react(events.map(\.arrival), transaction) }
            applied += events.map(\.arrival.envelope)
        } catch {
            if Self.isInfrastructure(error) { throw error }
            if events.count == 1, let event = events.first {
                outcome.parked.append(Refusal(event.message, event.arrival.envelope, .failed, Self.sentence(error)))
                return
            }
            let middle = events.startIndex + events.count / 2
            try self.reactCarefully(to: events[..<middle], applied: &applied, outcome: &outcome, in: transaction)
            try self.reactCarefully(to: events[middle...], applied: &applied, outcome: &outcome, in: transaction)
        }
    }

    /// Counts and says what a committed slice came to.
    func report(_ outcome: Outcome) {
        self.metrics.applied.increment(by: outcome.applied)
        self.metrics.skipped.increment(by: outcome.skipped)
        self.metrics.holes.increment(by: outcome.holes)
        for refusal in outcome.parked {
            self.metrics.parked(refusal.cause).increment()
            self.logger.error(
                "event parked",
                metadata: [
                    "consumer": self.consumer, "cause": refusal.cause.rawValue, "partition": "\(refusal.message.partition)",
                    "offset": "\(refusal.message.offset)", "event.id": refusal.envelope?.id.description ?? "none",
                ])
        }
    }

    static func isInfrastructure(_ error: any Error) -> Bool {
        guard let error = error as? PostgresError else { return error is CancellationError }
        return error.isInfrastructure || error == .cancelled  // neither is the record's fault
    }

    /// What is kept of a failure. Only errors that are known to name no values of a row are kept in words.
    static func sentence(_ error: any Error) -> String {
        switch error {
        case let error as PostgresError: "the reaction failed: \(error)"
        default: "the reaction failed with \(type(of: error))"
        }
    }

    private struct Fresh {
        let arrival: Arrival
        let message: KafkaMessage
    }
}
