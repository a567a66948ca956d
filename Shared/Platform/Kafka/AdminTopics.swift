import CRDKafka
import Glibc

/// A topic to be made.
public struct KafkaTopic: Sendable, Equatable {
    /// Its name.
    public var name: String
    /// How many partitions it has; it is never changed.
    public var partitions: Int32
    /// On how many brokers each lies.
    public var replicationFactor: Int32
    /// Kafka's topic settings, such as `retention.ms`.
    public var settings: [String: String]

    /// A topic.
    public init(_ name: String, partitions: Int32, replicationFactor: Int32 = 1, settings: [String: String] = [:]) {
        self.name = name
        self.partitions = partitions
        self.replicationFactor = replicationFactor
        self.settings = settings
    }
}

extension KafkaAdmin {
    /// How long between two looks for a topic that was made but is not seen yet.
    static let visibilityPause: Duration = .milliseconds(100)
    /// How many answers in a row must know a topic: each may come from another node.
    static let visibleAnswers = 3

    /// Makes topics, and returns when the brokers show them. A topic that exists already is left as it is.
    public func create(_ topics: [KafkaTopic], within limit: Duration = .seconds(30)) async throws(KafkaError) {
        if topics.isEmpty { return }
        try await self.workers.call { user throws(KafkaError) in
            let client = user.client
            let deadline = Deadline(limit)
            try Self.requestCreation(of: topics, client.pointer, deadline)
            for topic in topics { try Self.awaitVisibility(of: topic, user, deadline) }
        }
    }

    /// Deletes topics with all their records. For tests.
    public func delete(_ topics: [String], within limit: Duration = .seconds(30)) async throws(KafkaError) {
        if topics.isEmpty { return }
        try await self.workers.call { user throws(KafkaError) in
            let client = user.client
            var requests = topics.map { rd_kafka_DeleteTopic_new($0) }
            defer { for request in requests { rd_kafka_DeleteTopic_destroy(request) } }
            try Self.request(client.pointer, RD_KAFKA_ADMIN_OP_DELETETOPICS, Deadline(limit)) { options, queue in
                rd_kafka_DeleteTopics(client.pointer, &requests, requests.count, options, queue)
            } read: { event throws(KafkaError) in
                var count = 0
                guard let results = rd_kafka_DeleteTopics_result_topics(rd_kafka_event_DeleteTopics_result(event), &count) else { return }
                try Self.judge(results, count, "deleted", accepting: [])
            }
        }
    }

    private static func requestCreation(
        of topics: [KafkaTopic], _ client: OpaquePointer, _ deadline: Deadline
    ) throws(KafkaError) {
        var requests: [OpaquePointer?] = []
        defer { for request in requests { rd_kafka_NewTopic_destroy(request) } }
        for topic in topics {
            let (request, reason) = reading { rd_kafka_NewTopic_new(topic.name, topic.partitions, topic.replicationFactor, $0, $1) }
            guard let request else { throw KafkaError(.configuration, "topic \(topic.name): \(reason)") }
            requests.append(request)
            for (name, value) in topic.settings {
                let outcome = rd_kafka_NewTopic_set_config(request, name, value)
                if outcome != RD_KAFKA_RESP_ERR_NO_ERROR { throw KafkaError(outcome, "topic \(topic.name), setting \(name)") }
            }
        }
        try Self.request(client, RD_KAFKA_ADMIN_OP_CREATETOPICS, deadline) { options, queue in
            rd_kafka_CreateTopics(client, &requests, requests.count, options, queue)
        } read: { event throws(KafkaError) in
            var count = 0
            guard let results = rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event), &count) else { return }
            try Self.judge(results, count, "created", accepting: [RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS])
        }
    }

    /// An answer without error does not mean that every node knows the topic yet.
    private static func awaitVisibility(of topic: KafkaTopic, _ user: ClientUser, _ deadline: Deadline) throws(KafkaError) {
        var seen = 0
        while seen < Self.visibleAnswers {
            if deadline.hasPassed { throw KafkaError(.timedOut, "topic \(topic.name) was created, but the brokers do not show it") }
            var isVisible = false
            try withMetadata(user, topic: topic.name, deadline) { metadata in
                guard metadata.topic_cnt == 1, metadata.topics[0].err == RD_KAFKA_RESP_ERR_NO_ERROR else { return }
                let described = metadata.topics[0]
                let partitions = UnsafeBufferPointer(start: described.partitions, count: Int(described.partition_cnt))
                isVisible = !partitions.isEmpty && partitions.allSatisfy { $0.leader >= 0 }
            }
            seen = isVisible ? seen + 1 : 0
            if !isVisible { usleep(UInt32(Self.visibilityPause / .microseconds(1))) }
        }
    }

    private static func judge(
        _ results: UnsafeMutablePointer<OpaquePointer?>, _ count: Int, _ what: String, accepting: [rd_kafka_resp_err_t]
    ) throws(KafkaError) {
        for index in 0..<count {
            guard let result = results[index] else { continue }
            let outcome = rd_kafka_topic_result_error(result)
            if outcome == RD_KAFKA_RESP_ERR_NO_ERROR || accepting.contains(outcome) { continue }
            let name = rd_kafka_topic_result_name(result).map { String(cString: $0) } ?? ""
            let reason = rd_kafka_topic_result_error_string(result).map { String(cString: $0) } ?? ""
            throw KafkaError(KafkaError.Code(outcome), "topic \(name) cannot be \(what): \(reason)")
        }
    }
}
