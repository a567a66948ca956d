import Configuration
import Kafka
import Observability

/// `cairn topics`: makes the topics of an installation, or compares them.
enum TopicsCommand {
    static let check = ConfigurationKey(
        "check", .bool, default: false, isFlagOnly: true, help: "Only compares, and makes nothing.")
    static let brokers = ConfigurationKey(
        required: "brokers", Self.addresses, isFlagOnly: true, help: "Where Kafka is: one broker or several; one that answers is enough.")
    static let prefix = ConfigurationKey(
        optional: "prefix", Self.topicPrefix, isFlagOnly: true,
        help: "What stands before each topic's name, so that two installations can share a cluster.")
    static let file = ConfigurationKey(
        optional: "file", .path, isFlagOnly: true, help: "The file of topics; absent: deploy/topics.yaml as it was when this was built.")
    static let replication = ConfigurationKey(
        optional: "replication", .int(1...9), isFlagOnly: true,
        help: "On how many brokers each partition lies, instead of what the file says; 1 for a cluster of one node.")

    static let command = Command(
        "topics", summary: "makes the topics of an installation, or compares them",
        discussion: """
            Makes every topic that is missing, with its partitions, replication factor, min.insync.replicas and retention. A topic that is \
            there is never changed: what is otherwise is said, and a person decides. Partitions above all: with another number of them a \
            learner's events would lie in two partitions and lose their order.
            """,
        options: [Self.brokers, Self.check, Self.prefix, Self.file, Self.replication],
        examples: [
            .init("cairn topics --brokers kafka-1:9092,kafka-2:9092", "Makes what is missing."),
            .init("cairn topics --check --brokers localhost:9092 --replication 1", "Compares a cluster of one node."),
        ],
        exitCodes: [
            .init(0, "every topic is there, as declared"),
            .init(1, "something differs, --check found a topic missing, or Kafka could not be asked"),
        ], run: Self.run)

    private static func run(_ call: Invocation) async throws -> Int32 {
        let given = call.configuration
        let wanted = try TopicSource.read(given[Self.file]).topics(prefix: given[Self.prefix] ?? "", replication: given[Self.replication])
        // librdkafka's own log lines say nothing that the errors of the calls do not say.
        let logger = Logger(label: "cairn.topics", level: .critical, handler: JSONLogHandler())
        let admin = try KafkaAdmin(
            KafkaConfiguration(brokers: given[Self.brokers]), logger: logger, metrics: KafkaMetrics(MetricsRegistry()))
        do throws(KafkaError) {
            let code = try await TopicsSession(admin: admin, terminal: call.terminal).settle(wanted, onlyCompares: given[Self.check])
            await admin.close()
            return code
        } catch {
            await admin.close()
            let hint = error.isRetriable ? "; does it run there, and without TLS?" : ""
            throw CommandFailure("Kafka at \(given[Self.brokers]): \(error)\(hint)")
        }
    }

    private static let addresses = ValueFormat<String>("host:port, or several between commas", placeholder: "HOST:PORT") { text in
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let isSound = parts.allSatisfy { part in
            guard let colon = part.lastIndex(of: ":"), colon > part.startIndex else { return false }
            return UInt16(part[part.index(after: colon)...]).map { $0 > 0 } ?? false
        }
        return isSound ? text : nil
    } write: {
        $0
    }

    /// What may stand before a topic's name: what Kafka allows in one.
    static let topicPrefix = ValueFormat<String>("letters, digits, - and ., at most 100", placeholder: "P") { text in
        let isSound = text.utf8.allSatisfy {
            (97...122).contains($0) || (65...90).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 46
        }
        return isSound && text.utf8.count <= 100 ? text : nil
    } write: {
        $0
    }
}
