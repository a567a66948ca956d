import CRDKafka
public import Observability
import Threads

/// Asks the brokers about the cluster, and makes topics.
///
/// Every call blocks in librdkafka, so each runs on one of the admin's own threads, and ends at its deadline.
public final class KafkaAdmin: Sendable {
    /// How long a call may take, if not told otherwise.
    public static let callLimit: Duration = .seconds(10)
    /// How many calls run side by side.
    public static let threads = 2
    /// How many calls may wait for a thread.
    public static let waitingCallsLimit = 256

    let workers: Workers<ClientUser>
    /// Makes a client for one reading.
    let makeReader: @Sendable () throws(KafkaError) -> ClientHandle
    private let client: ClientHandle
    /// Nil when the client is another's, who serves it.
    private let thread: ServingThread?

    private static let defaults = KafkaConfiguration.common.merging([
        "enable.auto.commit": "false", "auto.offset.reset": "error", "check.crcs": "true", "enable.partition.eof": "true",
        "fetch.wait.max.ms": "100", "queued.min.messages": "1", "fetch.message.max.bytes": "65536",
    ]) { $1 }

    /// Connects in the background.
    public init(_ configuration: KafkaConfiguration, logger: Logger, metrics: KafkaMetrics) throws(KafkaError) {
        let state = ClientState(client: "admin", logger: logger, metrics: metrics) { _ in }  // each call says what it met
        let settings = try configuration.resolved(over: Self.defaults)
        let client = try ClientHandle(RD_KAFKA_CONSUMER, settings: settings, state: state)
        guard let queue = rd_kafka_queue_get_main(client.pointer) else { preconditionFailure("a client has a main queue") }
        let users = UserCount(Self.threads)
        self.makeReader = Self.reader(configuration, logger, metrics)
        self.client = client
        self.thread = .start(
            name: "kafka-admin", handle: client, queue: queue, users: users,
            serve: { client, wait in rd_kafka_poll(client, wait) }, finish: { _ in })
        self.workers = Workers(name: "kafka-ask", count: Self.threads, limit: Self.waitingCallsLimit) { _ in ClientUser(client, users) }
    }

    /// Asks through a consumer's client, which saves one of its own. To be closed before the consumer.
    public init(
        through consumer: KafkaConsumer, _ configuration: KafkaConfiguration, logger: Logger, metrics: KafkaMetrics
    ) {
        let (client, users) = (consumer.client, consumer.users)
        for _ in 0..<Self.threads { users.join() }
        self.makeReader = Self.reader(configuration, logger, metrics)
        self.client = client
        self.thread = nil
        self.workers = Workers(name: "kafka-ask", count: Self.threads, limit: Self.waitingCallsLimit) { _ in ClientUser(client, users) }
    }

    private static func reader(
        _ configuration: KafkaConfiguration, _ logger: Logger, _ metrics: KafkaMetrics
    ) -> @Sendable () throws(KafkaError) -> ClientHandle {
        { () throws(KafkaError) in
            let settings = try configuration.resolved(over: Self.defaults)
            return try ClientHandle(
                RD_KAFKA_CONSUMER, settings: settings, state: ClientState(client: "admin", logger: logger, metrics: metrics) { _ in })
        }
    }

    deinit {
        if let thread, self.client.state.beginClosing() { thread.stop() }
    }

    /// Returns when the calls under way and librdkafka's threads have ended.
    public func close() async {
        if let thread, self.client.state.beginClosing() { thread.stop() }
        await self.workers.stop()
        await self.thread?.end()
    }

    /// The cluster's id, which is the log's id: a cluster that was made anew has another.
    public func clusterID(within limit: Duration = KafkaAdmin.callLimit) async throws(KafkaError) -> String {
        try await self.workers.call { user throws(KafkaError) in
            let client = user.client
            let deadline = Deadline(limit)
            // librdkafka keeps the id that it heard last; metadata that is new brings the id that is true now.
            try withMetadata(user, topic: nil, deadline) { _ in }
            guard let id = rd_kafka_clusterid(client.pointer, deadline.milliseconds) else {
                throw KafkaError(.timedOut, "the brokers did not tell the cluster's id in time")
            }
            defer { rd_kafka_mem_free(client.pointer, id) }
            return String(cString: id)
        }
    }

    /// How many partitions each of these topics has; a topic that does not exist is not in the answer.
    public func partitionCounts(
        of topics: [String], within limit: Duration = KafkaAdmin.callLimit
    ) async throws(KafkaError) -> [String: Int32] {
        try await self.workers.call { user throws(KafkaError) in
            let deadline = Deadline(limit)
            var counts: [String: Int32] = [:]
            for topic in topics {
                try withMetadata(user, topic: topic, deadline) { metadata throws(KafkaError) in
                    guard metadata.topic_cnt == 1 else { return }
                    let described = metadata.topics[0]
                    switch described.err {
                    case RD_KAFKA_RESP_ERR_NO_ERROR: counts[topic] = described.partition_cnt
                    case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC: return
                    default: throw KafkaError(described.err, "topic \(topic)")
                    }
                }
            }
            return counts
        }
    }
}

/// When a call must have ended.
struct Deadline {
    private let instant: ContinuousClock.Instant

    init(_ limit: Duration) {
        self.instant = .now + limit
    }

    /// What is left, as librdkafka takes it; at least 1, since 0 means another thing there.
    var milliseconds: Int32 { Int32(clamping: max(1, Int64((self.instant - .now) / .milliseconds(1)))) }
    var hasPassed: Bool { ContinuousClock.now >= self.instant }
}

/// Asks a broker for one topic, or for the brokers alone.
func withMetadata(
    _ user: ClientUser, topic: String?, _ deadline: Deadline, _ body: (rd_kafka_metadata) throws(KafkaError) -> Void
) throws(KafkaError) {
    let (client, handle) = (user.client.pointer, try topic.map { name throws(KafkaError) in try user.topic(name) })
    var metadata: UnsafePointer<rd_kafka_metadata>?
    let outcome = rd_kafka_metadata(client, 0, handle, &metadata, deadline.milliseconds)
    guard outcome == RD_KAFKA_RESP_ERR_NO_ERROR, let metadata else { throw KafkaError(outcome, "the brokers gave no metadata") }
    defer { rd_kafka_metadata_destroy(metadata) }
    try body(metadata.pointee)
}
