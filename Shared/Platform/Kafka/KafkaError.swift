import CRDKafka

/// What librdkafka or a broker says went wrong.
public struct KafkaError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Kafka's number for it: positive ones come from a broker, negative ones from the client.
    public struct Code: RawRepresentable, Sendable, Hashable {
        /// The number.
        public let rawValue: Int32

        /// The code with this number.
        public init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        init(_ code: rd_kafka_resp_err_t) {
            self.init(rawValue: code.rawValue)
        }

        /// The task was cancelled. Not one of Kafka's numbers.
        public static let cancelled = Code(rawValue: -1_000_001)
        /// The client has been closed.
        public static var closed: Code { Code(RD_KAFKA_RESP_ERR__DESTROY) }
        /// A setting is wrong, or the addresses of the brokers cannot be read.
        public static var configuration: Code { Code(RD_KAFKA_RESP_ERR__INVALID_ARG) }
        /// As many pages wait as may wait.
        public static var queueFull: Code { Code(RD_KAFKA_RESP_ERR__QUEUE_FULL) }
        /// None of the brokers can be reached.
        public static var allBrokersDown: Code { Code(RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN) }
        /// No answer in time.
        public static var timedOut: Code { Code(RD_KAFKA_RESP_ERR__TIMED_OUT) }
        /// The topic or partition does not exist.
        public static var unknownTopic: Code { Code(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART) }
        /// The record is larger than the topic or the client allows.
        public static var tooLarge: Code { Code(RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE) }
        /// The partition does not have the offset that was asked for.
        public static var offsetOutOfRange: Code { Code(RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET) }
        /// The partition is not assigned to this consumer.
        public static var notAssigned: Code { Code(RD_KAFKA_RESP_ERR__STATE) }
    }

    /// Kafka's number for it.
    public let code: Code
    /// Kafka's name for it, such as `UNKNOWN_TOPIC_OR_PART`; names that begin with `_` come from the client.
    public let name: String
    /// One sentence for people: what happened, where.
    public let description: String
    /// Whether the client is finished: only a new one can go on.
    public let isFatal: Bool
    /// The index, within its page, of the record that was refused.
    public let record: Int?

    init(_ code: Code, _ description: String, isFatal: Bool = false, record: Int? = nil) {
        self.code = code
        self.name = code == .cancelled ? "_CANCELLED" : String(cString: rd_kafka_err2name(rd_kafka_resp_err_t(code.rawValue)))
        self.description = description
        self.isFatal = isFatal
        self.record = record
    }

    /// Whether the same call may succeed later without anybody's help.
    public var isRetriable: Bool {
        !self.isFatal && !self.isPermanent && self.code != .cancelled && self.code != .closed && self.code != .configuration
    }

    /// Whether the record itself, or the right to write it, is the cause: sending it again cannot help. Brokers that are away are not this.
    public var isPermanent: Bool { Self.permanent.contains(self.code) }

    /// Whether a reader's position no longer means anything: the offset or the topic is not there. The consumer does not go on by itself.
    public var isPositionLost: Bool { Self.positionLost.contains(self.code) }

    private static let permanent: Set<Code> = Set(
        [
            RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE, RD_KAFKA_RESP_ERR_RECORD_LIST_TOO_LARGE, RD_KAFKA_RESP_ERR_INVALID_MSG_SIZE,
            RD_KAFKA_RESP_ERR_INVALID_RECORD, RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP, RD_KAFKA_RESP_ERR_POLICY_VIOLATION,
            RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION, RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC,
            RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION, RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED,
            RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED,
        ].map(Code.init))

    private static let positionLost: Set<Code> = Set(
        [
            RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET, RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE, RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART,
            RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC, RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION,
        ].map(Code.init))
}

extension KafkaError {
    /// A bare code, with librdkafka's sentence for it.
    init(_ code: rd_kafka_resp_err_t, _ context: String, record: Int? = nil) {
        self.init(Code(code), "\(context): \(String(cString: rd_kafka_err2str(code)))", record: record)
    }

    /// An error object of librdkafka's newer calls, which is freed. Nil for none.
    init?(taking error: OpaquePointer?, _ context: String) {
        guard let error else { return nil }
        defer { rd_kafka_error_destroy(error) }
        let text = String(cString: rd_kafka_error_string(error))
        self.init(Code(rd_kafka_error_code(error)), "\(context): \(text)", isFatal: rd_kafka_error_is_fatal(error) != 0)
    }

    /// The same error, said of one record of a page.
    func at(record: Int) -> KafkaError {
        KafkaError(self.code, self.description, isFatal: self.isFatal, record: record)
    }
}
