import Kafka
import Observability
import Synchronization

/// An embedded broker with topics, and clients for it.
struct EmbeddedLab {
    let broker: EmbeddedBroker
    let log = RecordingLog()
    let registry = MetricsRegistry()

    init(_ topics: [EmbeddedBroker.Topic], nodes: Int32 = 1) throws {
        var random = SystemRandomNumberGenerator()
        self.broker = try EmbeddedBroker(topics: topics, nodes: nodes, random: &random)
    }

    var lab: Lab { Lab(brokers: self.broker.address, log: self.log, registry: self.registry) }
}

/// How a test reaches the brokers in hand, embedded or real.
struct Lab {
    let brokers: String
    let log: RecordingLog
    let registry: MetricsRegistry

    init(brokers: String, log: RecordingLog = RecordingLog(), registry: MetricsRegistry = MetricsRegistry()) {
        self.brokers = brokers
        self.log = log
        self.registry = registry
    }

    var logger: Logger { Logger(label: "kafka-test", level: .debug, handler: self.log) }
    var metrics: KafkaMetrics { KafkaMetrics(self.registry) }

    func producer(topics: [String] = [], settings: [String: String] = [:]) throws -> KafkaProducer {
        try KafkaProducer(
            KafkaConfiguration(brokers: self.brokers, settings: settings), topics: topics, logger: self.logger, metrics: self.metrics)
    }

    func consumer(group: String = "test", settings: [String: String] = [:]) throws -> KafkaConsumer {
        try KafkaConsumer(
            KafkaConfiguration(brokers: self.brokers, settings: settings), group: group, logger: self.logger, metrics: self.metrics)
    }

    func admin() throws -> KafkaAdmin {
        try KafkaAdmin(KafkaConfiguration(brokers: self.brokers), logger: self.logger, metrics: self.metrics)
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

func records(_ count: Int, topic: String, key: (Int) -> String? = { "key-\($0 % 7)" }, size: Int = 100) -> [KafkaRecord] {
    (0..<count).map { number in
        KafkaRecord(topic: topic, key: key(number), value: Array("\(number) ".utf8) + [UInt8](repeating: 120, count: size))
    }
}

extension KafkaMessage {
    /// The number that `records` wrote at the front of the value.
    var number: Int? { self.value.flatMap { Int(String(decoding: $0.prefix { $0 != 32 }, as: UTF8.self)) } }
}
