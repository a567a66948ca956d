import CloudEvents
import Kafka
import Observability
import Postgres

/// A consumer's work on one log: claims partitions as they become free, and has each read by a task of its own.
///
/// Ends when the log is no longer the one it was.
struct ConsumerTerm: Sendable {
    let consumer: Consumer
    let log: LogLocation
    let kafka: KafkaConsumer
    let admin: KafkaAdmin
    let held = HeldPartitions()

    init(consumer: Consumer, log: LogLocation) throws {
        self.consumer = consumer
        self.log = log
        let metrics = consumer.messagingMetrics.kafka
        let group = consumer.settings.topicPrefix + consumer.name
        var configuration = log.configuration
        if log.isEmbedded { configuration.settings.merge(EmbeddedBroker.clientSettings) { own, _ in own } }
        self.kafka = try KafkaConsumer(configuration, group: group, logger: consumer.logger, metrics: metrics)
        self.admin = try KafkaAdmin(log.configuration, logger: consumer.logger, metrics: metrics)
    }

    func serve() async throws {
        do { try await self.work() } catch {
            await self.close()
            throw error
        }
        await self.close()
    }

    private func close() async {
        await self.kafka.close()
        await self.admin.close()
    }

    private func work() async throws {
        let topics = try await self.openTopics()
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await Self.untilCancelled { try await ConsumerTicks(term: self).run() } }
            group.addTask { try await Self.untilCancelled { try await PositionWatch(term: self).run() } }
            group.addTask { try await Self.untilCancelled { try await ParkedRetry(consumer: self.consumer).retryUnknown() } }
            while self.kafka.isUsable, self.consumer.logs.current?.id == self.log.id {
                try Task.checkCancellation()
                for claim in try await self.claim(topics) {
                    self.held.add(claim)
                    group.addTask { try await Self.untilCancelled { try await PartitionReader(term: self, claim: claim).run() } }
                }
                try await Task.sleep(for: self.consumer.settings.heartbeat / 2)
            }
            group.cancelAll()
        }
    }

    /// Whatever a part says when the term has cancelled it is no fault: the term is over.
    private static func untilCancelled(_ body: () async throws -> Void) async throws {
        do { try await body() } catch {
            if !Task.isCancelled { throw error }
        }
    }

    /// Finds out how many partitions there are and makes rows for those that have none.
    private func openTopics() async throws -> [String] {
        let topics = self.consumer.reactions.map(\.topic.name)
        let counts = try await self.admin.partitionCounts(of: topics.map { self.consumer.brokerName(of: $0) })
        var places: [InboxPlace] = []
        for topic in topics {
            let name = self.consumer.brokerName(of: topic)
            guard let count = counts[name] else { throw MissingTopic(topic: name) }
            places += (0..<Int32(count)).map { InboxPlace(topic: topic, partition: $0) }
        }
        let watermarks = try await self.admin.watermarks(of: places.map { self.kafkaPartition($0) })
        let rows = places.map { (place: $0, low: watermarks[self.kafkaPartition($0)]?.low ?? 0) }
        let (name, logID) = (self.consumer.name, self.log.id)
        try await self.consumer.database.transaction { transaction in try transaction.addInbox(name, rows, logID: logID) }
        return topics
    }

    /// A partition as the broker knows it.
    func kafkaPartition(_ place: InboxPlace) -> KafkaPartition {
        KafkaPartition(topic: self.consumer.brokerName(of: place.topic), number: place.partition)
    }

    /// Takes what is free. A fault of the database is waited out: others are read on meanwhile.
    private func claim(_ topics: [String]) async throws -> [InboxClaim] {
        let (reader, held, dead) = (self.consumer.reader, self.held.all, self.consumer.settings.dead)
        do {
            let claims = try await self.consumer.database.transaction { transaction in
                try transaction.claimInbox(reader, topics: topics, held: held, dead: dead)
            }
            if !claims.isEmpty {
                self.consumer.health.wait(self.consumer.name, nil)
                self.consumer.metrics.claims.increment(by: claims.count)
                self.consumer.logger.info("partitions claimed", metadata: ["partitions": "\(claims.count)"])
            }
            return claims
        } catch let error as PostgresError where error.isInfrastructure {
            self.consumer.logger.warning("partitions could not be claimed", metadata: ["error": "\(error)"])
            return []
        }
    }
}

/// A topic that the consumer reads does not exist.
struct MissingTopic: Error, CustomStringConvertible {
    let topic: String

    var description: String { "the topic \(self.topic) does not exist; `cairn topics` makes it" }
}
