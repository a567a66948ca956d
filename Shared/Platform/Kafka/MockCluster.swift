import CRDKafka
import Synchronization
import Threads

/// librdkafka's mock cluster and the client handle that it lives in.
///
/// Its calls are sent to the cluster's own thread, so any thread may make them; the lock orders them with `stop`.
final class MockCluster: @unchecked Sendable {  // see above
    /// Kafka protocol guide: the API key of Metadata.
    private static let metadataKey: Int16 = 3

    private let handle: OpaquePointer
    private let cluster: OpaquePointer
    private let isRunning = Mutex(true)
    private let ended = Latch()

    init(nodes: Int32) throws(KafkaError) {
        guard let configuration = rd_kafka_conf_new() else { throw KafkaError(.configuration, "no memory for a configuration") }
        rd_kafka_conf_set_log_cb(configuration) { _, _, _, _ in }  // what it says of its clients' connections they say themselves
        let (handle, reason) = reading { rd_kafka_new(RD_KAFKA_PRODUCER, configuration, $0, $1) }
        guard let handle else {
            rd_kafka_conf_destroy(configuration)
            throw KafkaError(.configuration, "the embedded broker cannot be made: \(reason)")
        }
        guard let cluster = rd_kafka_mock_cluster_new(handle, nodes) else {
            rd_kafka_destroy(handle)
            throw KafkaError(.configuration, "the embedded broker cannot listen on loopback")
        }
        // librdkafka 2.0.2 offers Metadata up to version 2, which cannot say "do not make the topic"; its code speaks version 4, which can.
        rd_kafka_mock_set_apiversion(cluster, Self.metadataKey, 0, 4)
        self.handle = handle
        self.cluster = cluster
    }

    var address: String { String(cString: rd_kafka_mock_cluster_bootstraps(self.cluster)) }

    func create(_ topic: EmbeddedBroker.Topic) throws(KafkaError) {
        try self.with("create topic \(topic.name)") { cluster, _ in
            rd_kafka_mock_topic_create(cluster, topic.name, topic.partitions, 1)
        }
    }

    func with(_ what: String, _ body: (OpaquePointer, OpaquePointer) -> rd_kafka_resp_err_t) throws(KafkaError) {
        let outcome = self.isRunning.withLock { isRunning in
            isRunning ? body(self.cluster, self.handle) : RD_KAFKA_RESP_ERR__DESTROY
        }
        if outcome != RD_KAFKA_RESP_ERR_NO_ERROR { throw KafkaError(outcome, "the embedded broker cannot \(what)") }
    }

    /// Ends its threads, on one of its own; `done` is called afterwards, at every call.
    func stop(_ done: @escaping @Sendable () -> Void) {
        let isFirst = self.isRunning.withLock { isRunning in
            defer { isRunning = false }
            return isRunning
        }
        self.ended.whenOpen(done)
        guard isFirst else { return }
        OSThread.start(name: "kafka-broker-end") {
            rd_kafka_mock_cluster_destroy(self.cluster)
            rd_kafka_destroy(self.handle)
            self.ended.open()
        }
    }
}
