import CloudEvents
import Kafka
import Observability
import Postgres

/// Tries parked events again: the same code, in the order of their versions, each in a transaction of its own.
struct ParkedRetry: Sendable {
    /// How many events one round takes up.
    static let limit = 10_000

    let consumer: Consumer

    /// Retries what an earlier version of the program did not know. Once for each log that is met, so at every start.
    func retryUnknown() async throws {
        do { try await self.retry(.unknown) } catch {
            if Task.isCancelled { throw error }
            self.consumer.logger.warning("parked events could not be tried again", metadata: ["error": SliceApplication.sentence(error)])
        }
    }

    /// Retries all events of one cause that wait.
    func retry(_ cause: Refusal.Cause) async throws {
        let name = self.consumer.name
        for reaction in self.consumer.reactions {
            let topic = reaction.topic.name
            let waiting = try await self.consumer.database.transaction { transaction in
                try transaction.waitingParked(name, topic: topic, cause: cause, limit: Self.limit)
            }
            for id in waiting {
                do { try await self.retry(id, with: reaction) } catch {
                    if Task.isCancelled { throw error }
                    self.consumer.logger.warning(
                        "parked event could not be tried again",
                        metadata: ["parked.id": "\(id)", "error": SliceApplication.sentence(error)])
                }
            }
        }
    }

    private func retry(_ id: UUIDValue, with reaction: AnyReaction) async throws {
        let consumer = self.consumer
        let application = SliceApplication(
            consumer: consumer.name, reaction: reaction, failpoints: consumer.failpoints, metrics: consumer.metrics, logger: consumer.logger
        )
        let event = try await consumer.database.transaction { try $0.lockParked(id) }
        guard let event else { return }
        let reading = Reading(event.message, with: reaction)
        let outcome = try await consumer.database.transaction(as: consumer.scope(of: [reading])) { transaction in
            // Every slice moves its partition's row first: none of them runs beside this.
            try transaction.lockInbox(consumer.name, topic: reaction.topic.name, partition: event.message.partition.number)
            guard try transaction.lockParked(id) != nil else { return SliceApplication.Outcome() }
            let outcome = try application.apply(
                [reading], logID: event.logID, topic: reaction.topic.name, readsFromTheStart: false, carefully: true, in: transaction)
            let refusal = outcome.parked.first
            try transaction.noteRetried(id, state: refusal == nil ? "applied" : "parked", refusal: refusal)
            return outcome
        }
        consumer.metrics.applied.increment(by: outcome.applied)
        if outcome.applied > 0 { consumer.logger.info("parked event applied", metadata: ["parked.id": "\(id)"]) }
    }
}
