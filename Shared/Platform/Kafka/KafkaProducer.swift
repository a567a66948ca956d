import CRDKafka
public import Observability
import Threads

/// Writes pages of records, each in order, and says when the brokers have all of a page.
///
/// Idempotent, acknowledged by all replicas, without a deadline: while brokers are away it waits. After any failure of a page that had been
/// begun, the producer is finished (`isUsable` is false): its owner drops it, makes a new one and sends the page again.
public final class KafkaProducer: Sendable {
    /// How many pages may wait for the producing thread.
    public static let waitingPagesLimit = 64
    /// How much may lie in librdkafka's queue; what is beyond waits, and so does its page.
    public static let queuedRecordsLimit = 20_000
    /// The same in kilobytes.
    public static let queuedKilobytesLimit = 65_536
    /// The largest record: key, value, headers and what the format adds.
    public static let recordBytesLimit = 1_000_000

    private let core: ProducerCore
    private let thread: ServingThread
    private let workers: Workers<TopicTable>

    /// Connects in the background, and asks the brokers for `topics`, so that the first page does not wait for that.
    public init(
        _ configuration: KafkaConfiguration, topics: [String] = [], logger: Logger, metrics: KafkaMetrics
    ) throws(KafkaError) {
        let core = try ProducerCore(configuration, logger: logger, metrics: metrics)
        let users = UserCount(1)
        guard let queue = rd_kafka_queue_get_main(core.client.pointer) else { preconditionFailure("a client has a main queue") }
        self.core = core
        self.thread = .start(
            name: "kafka-deliver", handle: core.client, queue: queue, users: users,
            serve: { client, wait in
                rd_kafka_poll(client, wait)
                core.lookAfterPages(client)
            }, finish: { client in core.finish(client) },
            destroyed: { core.orphan() })
        self.workers = Workers(name: "kafka-produce", count: 1, limit: Self.waitingPagesLimit) { _ in
            let table = TopicTable(client: core.client, metrics: metrics, users: users)
            for topic in topics {
                // An unknown topic is refused again, with its record, when a page names it.
                do { _ = try table.topic(topic, isWanted: { core.client.state.refusal == nil }) } catch { continue }
            }
            return table
        }
    }

    deinit {
        if self.core.close() { self.thread.stop() }
    }

    /// Whether it takes pages. When false, make a new one.
    public var isUsable: Bool { self.core.client.state.refusal == nil }

    /// Whether all brokers were away when they were last heard of. Pages wait for them.
    public var brokersAreAway: Bool { self.core.client.state.brokersAreAway }

    /// What librdkafka last reported for the client as a whole, for people who look why it waits.
    public var lastTrouble: KafkaError? { self.core.client.state.lastTrouble }

    /// Writes the records in this order; returns when the brokers have acknowledged every one.
    ///
    /// Throws the first permanent error, with the index of its record. If that was seen before anything was sent (too large, unknown topic),
    /// nothing of the page was, and the producer goes on. A cancelled page is purged; some of its records may have been written.
    public func publish(_ records: [KafkaRecord]) async throws(KafkaError) {
        if let refusal = self.core.client.state.refusal { throw refusal }
        if records.isEmpty { return }
        let core = self.core
        let page = PageDelivery(count: records.count) { core.purge() }
        await withTaskCancellationHandler {
            do throws(WorkersError) { try await self.workers.run { table in core.produce(records, page, table) } } catch {
                switch error {
                case .stopped: page.abandon(KafkaError(.closed, "the client has been closed"))
                case .full: page.abandon(Self.full)
                case .cancelled: page.abandon(KafkaError(.cancelled, "the task was cancelled"))
                }
                page.withdrawn(records.count)
            }
            await page.wait()
        } onCancel: {
            page.abandon(KafkaError(.cancelled, "the task was cancelled"))
        }
        try core.outcome(of: page)
    }

    /// Gives up what is under way (those pages throw), and returns when librdkafka's threads have ended.
    public func close() async {
        let isFirst = self.core.close()
        await self.workers.stop()
        if isFirst { self.thread.stop() }
        await self.thread.end()
    }

    private static let full = KafkaError(.queueFull, "\(KafkaProducer.waitingPagesLimit) pages wait already: publish fewer at a time")
}
