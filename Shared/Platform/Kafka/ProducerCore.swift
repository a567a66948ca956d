import CRDKafka
import Observability

/// What the producer's threads share: the client, the pages under way, and the work of the producing thread.
final class ProducerCore: Sendable {
    /// How long the last reports may take after everything has been purged; a page without a report ends all the same.
    private static let lastReports = 500
    /// How long a page may wait before its topics are asked for again, and how often then.
    private static let patience: Duration = .seconds(5)

    let client: ClientHandle
    private let pages: OpenPages
    private let metrics: KafkaMetrics
    private let sizeLimit: Int

    private static let defaults = KafkaConfiguration.common.merging([
        "allow.auto.create.topics": "false", "topic.metadata.propagation.max.ms": "10000", "enable.idempotence": "true", "acks": "all",
        "max.in.flight": "5", "message.timeout.ms": "0",
        "linger.ms": "5",
        "compression.type": "lz4", "partitioner": "murmur2_random", "message.max.bytes": "\(KafkaProducer.recordBytesLimit)",
        "queue.buffering.max.messages": "\(KafkaProducer.queuedRecordsLimit)",
        "queue.buffering.max.kbytes": "\(KafkaProducer.queuedKilobytesLimit)",
    ]) { $1 }

    init(_ configuration: KafkaConfiguration, logger: Logger, metrics: KafkaMetrics) throws(KafkaError) {
        let settings = try configuration.resolved(over: Self.defaults)
        let pages = OpenPages()
        let state = ClientState(client: "producer", logger: logger, metrics: metrics) { trouble in
            if trouble.isFatal { pages.abandon(trouble) }
        }
        self.client = try ClientHandle(RD_KAFKA_PRODUCER, settings: settings, state: state) { configuration in
            rd_kafka_conf_set_dr_msg_cb(configuration) { _, message, _ in
                guard let message, let opaque = message.pointee._private else { return }
                let slot = opaque.assumingMemoryBound(to: PageDelivery.Slot.self).pointee
                ProducerCore.report(message.pointee, slot)
            }
        }
        self.pages = pages
        self.metrics = metrics
        self.sizeLimit = settings["message.max.bytes"].flatMap { Int($0) } ?? KafkaProducer.recordBytesLimit
    }

    /// Hands the page to librdkafka, on the producing thread. Waits there while librdkafka's queue is full.
    func produce(_ records: [KafkaRecord], _ page: PageDelivery, _ table: TopicTable) {
        self.pages.add(page)
        if let refusal = self.client.state.refusal { page.abandon(refusal) }
        var given = 0
        do throws(KafkaError) {
            page.begin(try self.check(records, page, table))
            var name = records[0].topic
            var topic = try table.topic(name, isWanted: { true })
            for record in records where !page.isAbandoned {
                if record.topic != name {
                    name = record.topic
                    topic = try table.topic(name, isWanted: { true })
                }
                let outcome = record.produce(self.client.pointer, topic.handle, page.opaque(of: given))
                guard outcome == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaError(outcome, "topic \(name)", record: given) }
                topic.produced.increment()
                given += 1
            }
        } catch {
            page.abandon(error)
        }
        if given < records.count {
            self.purge()  // what was given after an earlier purge
            page.withdrawn(records.count - given)
        }
    }

    /// What can be known before anything is sent: every record fits, every topic exists. Gives each topic with its first record.
    private func check(
        _ records: [KafkaRecord], _ page: PageDelivery, _ table: TopicTable
    ) throws(KafkaError) -> [(name: String, record: Int)] {
        var name: String?
        var topics: [(name: String, record: Int)] = []
        for (index, record) in records.enumerated() {
            let size = record.size
            if size > self.sizeLimit {
                throw KafkaError(
                    .tooLarge, "record \(index) of the page has \(size) bytes, \(self.sizeLimit) are allowed", record: index)
            }
            if record.topic == name { continue }
            name = record.topic
            if topics.contains(where: { $0.name == record.topic }) { continue }
            topics.append((record.topic, index))
            do { _ = try table.topic(record.topic, isWanted: { !page.isAbandoned }) } catch { throw error.at(record: index) }
        }
        return topics
    }

    /// Looks after pages that wait long: a record whose topic was deleted under it would wait for ever. On the serving thread.
    func lookAfterPages(_ client: OpaquePointer) {
        if self.client.state.brokersAreAway { return }
        for page in self.pages.overdue(Self.patience) {
            for topic in page.topics {
                guard let handle = rd_kafka_topic_new(client, topic.name, nil) else { continue }
                defer { rd_kafka_topic_destroy(handle) }
                let answer = TopicTable.ask(client, handle)
                if KafkaError(answer, "").isPermanent { page.abandon(KafkaError(answer, "topic \(topic.name)", record: topic.record)) }
            }
        }
    }

    /// What became of a page that has all its reports.
    func outcome(of page: PageDelivery) throws(KafkaError) {
        self.pages.remove(page)
        self.metrics.delivered.increment(by: page.count - page.failedCount)
        self.metrics.failed.increment(by: page.failedCount)
        guard let failure = page.failure ?? page.lost else { return self.client.state.brokerAnswered() }
        if page.hasBegun {
            self.client.state.spoil(
                KafkaError(failure.code, "a page failed, so this producer is finished: \(failure.description)", isFatal: true))
        }
        throw failure
    }

    /// Gives up what is queued or on the way; reports of all of it follow.
    func purge() {
        _ = self.client.whileAlive { client in
            rd_kafka_purge(
                client, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT | RD_KAFKA_PURGE_F_NON_BLOCKING)
        }
    }

    /// Takes no more pages and gives up those under way. True the first time.
    func close() -> Bool {
        guard self.client.state.beginClosing() else { return false }
        self.pages.abandon(KafkaError(.closed, "the client has been closed"))
        self.purge()
        return true
    }

    /// Serves the last reports, on the serving thread, when the producing thread has ended.
    func finish(_ client: OpaquePointer) {
        rd_kafka_purge(client, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT)
        var patience = Self.lastReports
        while rd_kafka_outq_len(client) > 0, patience > 0 {
            rd_kafka_poll(client, ServingThread.closingWait)
            patience -= 1
        }
    }

    /// After the client has been destroyed: what has no report gets none.
    func orphan() {
        self.pages.orphan()
    }

    private static func report(_ message: rd_kafka_message_t, _ slot: PageDelivery.Slot) {
        if message.err == RD_KAFKA_RESP_ERR_NO_ERROR { return slot.page.acknowledged() }
        slot.page.refused(slot.index, message.err, size: message.len + message.key_len)
    }
}
