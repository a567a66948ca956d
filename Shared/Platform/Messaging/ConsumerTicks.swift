import Kafka
import Observability
import Postgres

/// What a consumer does every few seconds beside reading: says how fresh it is, tells Kafka's tools, counts what waits for an operator.
struct ConsumerTicks: Sendable {
    let term: ConsumerTerm

    private var consumer: Consumer { self.term.consumer }

    func run() async throws {
        let settings = self.consumer.settings
        var checkAt = ContinuousClock.now + settings.checkPosition
        while true {
            try await Task.sleep(for: settings.noteCaughtUp)
            do {
                try await self.noteFreshness()
                if ContinuousClock.now >= checkAt {
                    checkAt = .now + settings.checkPosition
                    try await self.checkPositions()
                }
            } catch let error as PostgresError where error.isInfrastructure {
                self.consumer.logger.warning("freshness could not be noted", metadata: ["error": "\(error)"])
            } catch let error as KafkaError where error.code != .cancelled {
                self.consumer.logger.warning("positions could not be checked", metadata: ["error": error.description])
            }
        }
    }

    private func noteFreshness() async throws {
        let claims = self.term.held.claims
        // A partition that is being claimed or let go has no standing yet, or none any more.
        let ends = claims.filter { claim in (try? self.term.kafka.standing(in: self.term.kafkaPartition(claim.place)).isAtEnd) ?? false }
        self.consumer.health.behind(ends.count < claims.count)
        self.term.kafka.commit(Dictionary(uniqueKeysWithValues: claims.map { (self.term.kafkaPartition($0.place), $0.nextOffset) }))
        let name = self.consumer.name
        let parked = try await self.consumer.database.transaction { transaction in
            try transaction.noteCaughtUp(name, ends)
            return try transaction.countParked()
        }
        self.consumer.health.parked(parked)
    }

    /// A topic that was deleted and made anew gives no error when it holds more than the old position: only the anchor tells.
    private func checkPositions() async throws {
        for claim in self.term.held.claims {
            let finding = try await PositionCheck(term: self.term).check(claim)
            // Its reader then ends; the partition is claimed again, and settled.
            if finding != .good { try await self.term.kafka.unassign(self.term.kafkaPartition(claim.place)) }
        }
    }
}
