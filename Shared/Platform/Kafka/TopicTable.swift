import CRDKafka
import Glibc
import Observability

/// The topics that a producer has written to, each looked up at the brokers once.
///
/// With `message.timeout.ms=0` a record for a topic that does not exist would wait for ever; so a topic is asked for before its first record.
/// Made on the producing thread, used and freed there.
final class TopicTable {
    /// How often a topic that the brokers do not know is asked for again, and how long between: a node may learn of a new topic late.
    static let lookups = 6
    static let pause: Duration = .milliseconds(200)
    /// How long the brokers may take for one answer before the question is put again.
    static let answerWait: Int32 = 1_000

    struct Topic {
        let handle: OpaquePointer
        let produced: Counter
    }

    private let client: ClientHandle
    private let metrics: KafkaMetrics
    private let users: UserCount
    private var topics: [String: Topic] = [:]

    init(client: ClientHandle, metrics: KafkaMetrics, users: UserCount) {
        self.client = client
        self.metrics = metrics
        self.users = users
    }

    deinit {
        for topic in self.topics.values { rd_kafka_topic_destroy(topic.handle) }
        self.users.leave()
    }

    /// The topic's handle. Waits for the brokers without a deadline while `isWanted`.
    func topic(_ name: String, isWanted: () -> Bool) throws(KafkaError) -> Topic {
        if let known = self.topics[name] { return known }
        guard let handle = rd_kafka_topic_new(self.client.pointer, name, nil) else {
            throw KafkaError(.unknownTopic, "\"\(name)\" cannot be a topic's name")
        }
        do { try self.lookUp(name, handle, isWanted: isWanted) } catch {
            rd_kafka_topic_destroy(handle)
            throw error
        }
        let topic = Topic(handle: handle, produced: self.metrics.produced(name))
        self.topics[name] = topic
        return topic
    }

    private func lookUp(_ name: String, _ handle: OpaquePointer, isWanted: () -> Bool) throws(KafkaError) {
        var unknown = 0
        while isWanted() {
            let answer = Self.ask(self.client.pointer, handle)
            switch answer {
            case RD_KAFKA_RESP_ERR_NO_ERROR: return self.client.state.brokerAnswered()
            case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION:
                throw KafkaError(answer, "topic \(name)")
            case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC:
                unknown += 1
                if unknown == Self.lookups { throw KafkaError(.unknownTopic, "the brokers have no topic \(name): create it first") }
            default: break  // brokers away, or no leader yet: both pass
            }
            usleep(UInt32(Self.pause / .microseconds(1)))
        }
        throw self.client.state.refusal ?? KafkaError(.cancelled, "the task was cancelled")
    }

    /// What the brokers say of a topic.
    static func ask(_ client: OpaquePointer, _ handle: OpaquePointer) -> rd_kafka_resp_err_t {
        var metadata: UnsafePointer<rd_kafka_metadata>?
        let outcome = rd_kafka_metadata(client, 0, handle, &metadata, Self.answerWait)
        guard outcome == RD_KAFKA_RESP_ERR_NO_ERROR, let metadata else { return outcome }
        defer { rd_kafka_metadata_destroy(metadata) }
        guard metadata.pointee.topic_cnt == 1 else { return RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC }
        let topic = metadata.pointee.topics[0]
        if topic.err == RD_KAFKA_RESP_ERR_NO_ERROR, topic.partition_cnt == 0 { return RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE }
        return topic.err
    }
}
