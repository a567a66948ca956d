import CRDKafka
import Synchronization
import Threads

/// A Kafka cluster inside this process, for trying out and for tests: librdkafka's mock cluster, on loopback.
///
/// Memory only. It makes no topics on request: all of them are made at the start. A partition holds at most `partitionBytesLimit` and
/// `partitionRecordsLimit`; older records are dropped, and the partition's low watermark moves. Its address and its cluster id are new at each start.
public final class EmbeddedBroker: Sendable {
    /// What one partition holds before it drops its oldest records: set in librdkafka, which offers no other value.
    public static let partitionBytesLimit = 5 * 1_024 * 1_024
    /// The same in batches as they were sent.
    public static let partitionRecordsLimit = 100_000

    /// Settings for clients of it: it does not answer a waiting fetch when a record comes, but when the wait is over. So this is how late a record
    /// may be read, and how often an idle client asks.
    public static let clientSettings = ["fetch.wait.max.ms": "40"]

    /// A topic to make at the start.
    public struct Topic: Sendable, Hashable {
        /// Its name.
        public let name: String
        /// How many partitions it has.
        public let partitions: Int32

        /// A topic by its name and number of partitions.
        public init(_ name: String, partitions: Int32) {
            self.name = name
            self.partitions = partitions
        }
    }

    /// Where clients reach it: `127.0.0.1:` and its port; several, separated by commas, when it has several nodes.
    public let address: String
    /// Which log this is: another start is another log.
    public let logID: String

    private let cluster: MockCluster

    /// Starts it with these topics. `random` makes the log's id.
    public init(
        topics: [Topic], nodes: Int32 = 1, random: inout some RandomNumberGenerator
    ) throws(KafkaError) {
        self.cluster = try MockCluster(nodes: nodes)
        self.address = self.cluster.address
        self.logID = Self.uuid(&random)
        for topic in topics { try self.cluster.create(topic) }
    }

    deinit {
        self.cluster.stop {}
    }

    /// Ends it; what it held is gone. Clients then find all brokers down.
    public func stop() async {
        await withUnsafeContinuation { continuation in
            self.cluster.stop { continuation.resume() }
        }
    }

    /// Cuts the connections of a node and refuses new ones, until `bringUp`.
    public func bringDown(node: Int32 = 1) throws(KafkaError) {
        try self.cluster.with("bring node \(node) down") { cluster, _ in rd_kafka_mock_broker_set_down(cluster, node) }
    }

    /// Lets a node that was brought down serve again.
    public func bringUp(node: Int32 = 1) throws(KafkaError) {
        try self.cluster.with("bring node \(node) up") { cluster, _ in rd_kafka_mock_broker_set_up(cluster, node) }
    }

    /// Lets a node answer so much later.
    public func delayAnswers(of node: Int32 = 1, milliseconds: Int32) throws(KafkaError) {
        try self.cluster.with("delay node \(node)") { cluster, _ in rd_kafka_mock_broker_set_rtt(cluster, node, milliseconds) }
    }

    /// Lets the next produce requests fail with these codes, one each; 0 lets one through.
    public func failNextProduceRequests(with codes: [KafkaError.Code]) throws(KafkaError) {
        let codes = codes.map { rd_kafka_resp_err_t($0.rawValue) }
        try self.cluster.with("push errors") { cluster, _ in
            rd_kafka_mock_push_request_errors_array(cluster, 0, codes.count, codes)  // Kafka protocol guide: Produce is API key 0
            return RD_KAFKA_RESP_ERR_NO_ERROR
        }
    }

    /// RFC 9562 section 5.4: version 4.
    private static func uuid(_ random: inout some RandomNumberGenerator) -> String {
        var bytes = (0..<16).map { _ in UInt8.random(in: 0...255, using: &random) }
        bytes[6] = bytes[6] & 0x0f | 0x40
        bytes[8] = bytes[8] & 0x3f | 0x80
        var text = ""
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { text += "-" }
            text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return text
    }
}
