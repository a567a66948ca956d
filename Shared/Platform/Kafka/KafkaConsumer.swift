import CRDKafka
public import Observability
import Threads

/// Reads partitions that are assigned by hand, from offsets that its user keeps.
///
/// Each partition has a queue of its own, with a limit of its own: a reader that stands still holds up nobody else and costs no more memory.
/// Within a partition records come in order. `group` is used to commit offsets for Kafka's own tools, never to subscribe; so several readers, each
/// with a name of its own there, may share a client.
public final class KafkaConsumer: Sendable {
    /// A slice holds at most this many records, if not told otherwise.
    public static let sliceLimit = 500
    /// librdkafka fetches ahead of a reader until so many records wait for it.
    public static let prefetchRecordsLimit = 10_000
    /// The same in kilobytes. What is fetched when the queue is nearly full may exceed it by one fetch of `fetchBytesLimit`.
    public static let prefetchKilobytesLimit = 4_096
    /// How much of one partition one fetch brings, as the broker keeps it (compressed). One record may be larger.
    public static let fetchBytesLimit = 1_048_576
    /// How many calls may wait for the thread that assigns and seeks.
    public static let waitingCallsLimit = 1_024

    let client: ClientHandle
    let users: UserCount
    let table: PartitionTable
    let workers: Workers<ClientUser>
    let metrics: KafkaMetrics
    let group: String
    let answers: CommitAnswers
    private let thread: ServingThread

    private static let defaults = KafkaConfiguration.common.merging([
        "enable.auto.commit": "false", "enable.auto.offset.store": "false", "auto.offset.reset": "error", "check.crcs": "true",
        "enable.partition.eof": "true", "queued.min.messages": "\(KafkaConsumer.prefetchRecordsLimit)",
        "queued.max.messages.kbytes": "\(KafkaConsumer.prefetchKilobytesLimit)",
        "fetch.message.max.bytes": "\(KafkaConsumer.fetchBytesLimit)", "fetch.error.backoff.ms": "100",
        // Nobody joins the group. It is also how long a closing client waits for a coordinator that its last commits were meant for.
        "session.timeout.ms": "1000", "heartbeat.interval.ms": "300",
    ]) { $1 }

    /// Connects in the background.
    public init(
        _ configuration: KafkaConfiguration, group: String, logger: Logger, metrics: KafkaMetrics
    ) throws(KafkaError) {
        let table = PartitionTable()
        let state = ClientState(client: "consumer", logger: logger, metrics: metrics) { table.met($0) }
        let settings = try configuration.resolved(over: Self.defaults.merging(["group.id": group]) { $1 })
        // Newer versions wait 1 s before they fetch again for a queue that was full; 2.0.2 has no such wait and no such setting.
        let client = try ClientHandle(RD_KAFKA_CONSUMER, settings: settings, optional: ["fetch.queue.backoff.ms": "5"], state: state) {
            rd_kafka_conf_set_offset_commit_cb($0) { _, outcome, _, opaque in
                guard outcome != RD_KAFKA_RESP_ERR_NO_ERROR, outcome != RD_KAFKA_RESP_ERR__NO_OFFSET, let opaque else { return }
                Unmanaged<ClientState>.fromOpaque(opaque).takeUnretainedValue().commitFailed()
            }
        }
        rd_kafka_poll_set_consumer(client.pointer)
        guard let queue = rd_kafka_queue_get_consumer(client.pointer) else { preconditionFailure("a consumer with a group has a queue") }
        let users = UserCount(1)
        let answers = CommitAnswers(client, failures: metrics.commitFailures)
        self.client = client
        self.users = users
        self.group = group
        self.answers = answers
        self.table = table
        self.metrics = metrics
        self.thread = .start(
            name: "kafka-consume", handle: client, queue: queue, users: users,
            serve: { client, wait in
                answers.clear()
                guard let message = rd_kafka_consumer_poll(client, wait) else { return }
                defer { rd_kafka_message_destroy(message) }
                if message.pointee.err == RD_KAFKA_RESP_ERR_NO_ERROR { return }  // no partition forwards its records here
                state.heardOfConsumer(message)
            }, finish: { _ in answers.close() })
        self.workers = Workers(name: "kafka-assign", count: 1, limit: Self.waitingCallsLimit) { _ in ClientUser(client, users) }
    }

    deinit {
        self.beginClosing()
    }

    /// Whether it reads. When false, make a new one.
    public var isUsable: Bool { self.client.state.refusal == nil }

    /// Whether all brokers were away when they were last heard of.
    public var brokersAreAway: Bool { self.client.state.brokersAreAway }

    /// What librdkafka last reported for the client as a whole.
    public var lastTrouble: KafkaError? { self.client.state.lastTrouble }

    /// Reads no more, and returns when librdkafka's threads have ended. Readers that wait get an error.
    public func close() async {
        self.beginClosing()
        await self.workers.stop()
        await self.thread.end()
    }

    private func beginClosing() {
        guard self.client.state.beginClosing() else { return }
        self.table.close()
        self.thread.stop()
    }
}
