import Kafka
import Observability
import Postgres

/// What a consumer does every few seconds beside reading: says how fresh it is, tells Kafka's tools, counts what waits for an operator.
struct ConsumerTicks: Sendable {
    let term: ConsumerTerm

    private var consumer: Consumer { self.term.consumer }

    func run() async throws {
        while true {
            try await Task.sleep(for: self.consumer.settings.noteCaughtUp)
            do {
                try await self.noteFreshness()
            } catch {
                if Task.isCancelled { throw error }
                self.consumer.health.lag(of: self.consumer.name, isBehind: nil)  // not known: that is not the same as behind
                self.consumer.logger.warning("freshness could not be noted", metadata: ["error": SliceApplication.sentence(error)])
            }
        }
    }

    /// A partition counts as read to its end when its position, which is what was applied, is the end that its broker tells now.
    private func noteFreshness() async throws {
        let claims = self.term.held.reading.filter { $0.logID == self.term.log.id }
        self.term.commit(Dictionary(uniqueKeysWithValues: claims.map { (self.term.kafkaPartition($0.place), $0.nextOffset) }))
        let marks = try await self.term.admin.watermarks(of: claims.map { self.term.kafkaPartition($0.place) })
        let ends = claims.filter { $0.nextOffset >= marks[self.term.kafkaPartition($0.place)]?.high ?? .max }
        let name = self.consumer.name
        let parked = try await self.consumer.database.transaction { transaction in
            try transaction.noteCaughtUp(name, ends)
            return try transaction.waitingParked()
        }
        self.consumer.health.lag(of: name, isBehind: ends.count < claims.count)
        self.consumer.health.parked(parked.count)
        self.consumer.messagingMetrics.parkedWaiting.set(parked.count)
        self.consumer.messagingMetrics.parkedOldest.set(parked.oldest)
    }
}

/// Checks once in a while that what was read last time is still what the log holds there.
///
/// A topic that was deleted and made anew gives no error when it holds more than the old position; a reader then goes on in the new one, and only the
/// anchor of a position from before tells.
struct PositionWatch: Sendable {
    let term: ConsumerTerm

    func run() async throws {
        var before: [InboxClaim] = []
        while true {
            try await Task.sleep(for: self.term.consumer.settings.checkPosition)
            let now = self.term.held.reading
            do {
                for (place, finding) in try await PositionCheck(term: self.term).check(before + Self.new(in: now, beside: before)) {
                    // What retention took of what was read long ago is no loss.
                    guard case .madeAnew(let reason) = finding else { continue }
                    self.term.held.doubt(place, reason)
                    // Its reader ends, claims again, and halts. Refused when it is being let go already.
                    do { try await self.term.kafka.unassign(self.term.kafkaPartition(place)) } catch { continue }
                }
            } catch {
                if Task.isCancelled { throw error }
                self.term.consumer.logger.warning("positions could not be checked", metadata: ["error": SliceApplication.sentence(error)])
            }
            before = now
        }
    }

    private static func new(in now: [InboxClaim], beside before: [InboxClaim]) -> [InboxClaim] {
        let known = Set(before.map(\.place))
        return now.filter { !known.contains($0.place) }
    }
}
