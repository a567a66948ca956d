import Observability
import Synchronization
import TestSupport

@testable import Kafka

/// An embedded broker with topics, and clients for it.
struct EmbeddedLab {
    let broker: EmbeddedBroker
    let log = RecordingLog()
    let registry = MetricsRegistry()

    init(_ topics: [EmbeddedBroker.Topic], nodes: Int32 = 1) throws {
        var random = SystemRandomNumberGenerator()
        self.broker = try EmbeddedBroker(topics: topics, nodes: nodes, random: &random)
    }

    var lab: Lab {
        Lab(brokers: self.broker.address, settings: EmbeddedBroker.clientSettings, log: self.log, registry: self.registry)
    }
}

/// How a test reaches the brokers in hand, embedded or real.
struct Lab {
    var brokers: String
    /// What every consumer of these brokers sets.
    var settings: [String: String] = [:]
    var log = RecordingLog()
    var registry = MetricsRegistry()

    var logger: Logger { Logger(label: "kafka-test", level: .debug, handler: self.log) }
    var metrics: KafkaMetrics { KafkaMetrics(self.registry) }

    func producer(topics: [String] = [], settings: [String: String] = [:]) throws -> KafkaProducer {
        try KafkaProducer(
            KafkaConfiguration(brokers: self.brokers, settings: settings), topics: topics, logger: self.logger, metrics: self.metrics)
    }

    func consumer(group: String = "test", settings: [String: String] = [:]) throws -> KafkaConsumer {
        let settings = self.settings.merging(settings) { $1 }
        return try KafkaConsumer(
            KafkaConfiguration(brokers: self.brokers, settings: settings), group: group, logger: self.logger, metrics: self.metrics)
    }

    func admin() throws -> KafkaAdmin {
        try KafkaAdmin(KafkaConfiguration(brokers: self.brokers), logger: self.logger, metrics: self.metrics)
    }

    func admin(through consumer: KafkaConsumer) -> KafkaAdmin {
        KafkaAdmin(through: consumer, KafkaConfiguration(brokers: self.brokers), logger: self.logger, metrics: self.metrics)
    }
}

/// Keeps what is logged.
final class RecordingLog: LogHandler {
    private let kept = Mutex<[LogEvent]>([])
    var events: [LogEvent] { self.kept.withLock { $0 } }

    func log(_ event: LogEvent) {
        self.kept.withLock { $0.append(event) }
    }
}

extension KafkaConsumer {
    /// Reads until so many records have come.
    func read(_ count: Int, from partition: KafkaPartition) async throws -> [KafkaMessage] {
        var records: [KafkaMessage] = []
        while records.count < count { records += try await self.next(partition).records }
        return records
    }
}

/// Records whose values begin with their numbers.
func records(
    _ count: Int, topic: String, from first: Int = 0, key: (Int) -> String? = { "key-\($0 % 40)" }, size: Int = 100
) -> [KafkaRecord] {
    (first..<first + count).map { number in
        var noise = SeededRandom(UInt64(number))
        let value = Array("\(number) ".utf8) + (0..<size).map { _ in UInt8.random(in: 0...255, using: &noise) }
        return KafkaRecord(topic: topic, key: key(number), value: value)
    }
}

extension KafkaMessage {
    /// The number at the front of the value.
    var number: Int? { self.value.flatMap { Int(String(decoding: $0.prefix { $0 != 32 }, as: UTF8.self)) } }
}

extension Lab {
    /// How many records of a topic were handed to librdkafka.
    func produced(_ topic: String) -> Int {
        self.registry.counter("cairn_kafka_produced_total", help: "", labels: ["topic": topic]).value
    }

    func watermarks(_ topic: String, partitions: Int32) async throws -> [KafkaPartition: KafkaWatermarks] {
        let admin = try self.admin()
        let marks = try await admin.watermarks(of: (0..<partitions).map { KafkaPartition(topic, $0) })
        await admin.close()
        return marks
    }

    /// All that a topic holds, by partition.
    func readAll(_ topic: String, partitions: Int32) async throws -> [KafkaPartition: [KafkaMessage]] {
        let consumer = try self.consumer(group: "read-all")
        var all: [KafkaPartition: [KafkaMessage]] = [:]
        for (partition, marks) in try await self.watermarks(topic, partitions: partitions) {
            try await consumer.assign(partition, from: marks.low)
            all[partition] = try await consumer.read(Int(marks.high - marks.low), from: partition)
        }
        await consumer.close()
        return all
    }
}

extension KafkaError {
    /// An error of which only the code matters.
    init(code: Code) {
        self.init(code, "a test's error")
    }
}

extension Lab {
    /// How many records the brokers acknowledged, to all producers that count here.
    var delivered: Int { self.registry.counter("cairn_kafka_delivered_total", help: "").value }
}
