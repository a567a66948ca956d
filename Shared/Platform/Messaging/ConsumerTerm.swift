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
    private let clients: LogClients
    let held = HeldPartitions()

    /// Reads for all consumers of this process.
    var kafka: KafkaConsumer { self.clients.reader }
    var admin: KafkaAdmin { self.clients.admin }

    init(consumer: Consumer, log: LogLocation) throws {
        self.consumer = consumer
        self.log = log
        self.clients = try consumer.clients.clients(of: log, reading: Self.topics(of: consumer))
    }

    /// The topics by their names on the broker.
    private static func topics(of consumer: Consumer) -> Set<String> {
        Set(consumer.reactions.map { consumer.brokerName(of: $0.topic.name) })
    }

    func serve() async throws {
        do { try await self.work() } catch {
            await self.end()
            throw error
        }
        await self.end()
    }

    private func end() async {
        await self.consumer.clients.giveBack(self.clients, reading: Self.topics(of: self.consumer))
    }

    /// Tells Kafka's own tools how far this consumer is.
    func commit(_ offsets: [KafkaPartition: Int64]) {
        self.kafka.commit(offsets, of: self.consumer.settings.topicPrefix + self.consumer.name)
    }

    private func work() async throws {
        let (topics, count) = try await self.openTopics()
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await Self.untilCancelled { try await ConsumerTicks(term: self).run() } }
            group.addTask { try await Self.untilCancelled { try await PositionWatch(term: self).run() } }
            group.addTask { try await Self.untilCancelled { try await ParkedRetry(consumer: self.consumer).retryUnknown() } }
            while self.kafka.isUsable, self.consumer.logs.current?.id == self.log.id {
                try Task.checkCancellation()
                // Whoever holds all has nothing to claim: then an idle consumer asks nobody.
                for claim in self.held.count < count ? try await self.claim(topics) : [] {
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
    private func openTopics() async throws -> (topics: [String], partitions: Int) {
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
        return (topics, places.count)
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
