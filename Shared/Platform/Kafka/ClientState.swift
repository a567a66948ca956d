import CRDKafka
import Observability
import Synchronization

/// What is known of one client as a whole. librdkafka's callbacks bring it; they run on its threads and on the one that serves the client.
final class ClientState: Sendable {
    private struct State {
        var brokersAreAway = false
        var fatal: KafkaError?
        var lastTrouble: KafkaError?
        var isClosing = false
    }

    private let state = Mutex(State())
    private let logger: Logger
    private let metrics: KafkaMetrics
    private let brokersUp: Gauge
    private let onTrouble: @Sendable (KafkaError) -> Void

    /// `onTrouble` is told of what a user of the client must know: all brokers away, a partition gone, or the client finished.
    init(client: String, logger: Logger, metrics: KafkaMetrics, onTrouble: @escaping @Sendable (KafkaError) -> Void) {
        self.logger = logger
        self.metrics = metrics
        self.brokersUp = metrics.brokersUp(client)
        self.onTrouble = onTrouble
    }

    var brokersAreAway: Bool { self.state.withLock { $0.brokersAreAway } }
    var lastTrouble: KafkaError? { self.state.withLock { $0.lastTrouble } }

    /// Why the client takes no more work. Nil while it does.
    var refusal: KafkaError? {
        self.state.withLock { state in
            state.isClosing ? KafkaError(.closed, "the client has been closed") : state.fatal
        }
    }

    /// False when it was closing already.
    func beginClosing() -> Bool {
        self.state.withLock { state in
            defer { state.isClosing = true }
            return !state.isClosing
        }
    }

    /// A broker answered.
    func brokerAnswered() {
        let changed = self.state.withLock { state in
            defer { state.brokersAreAway = false }
            return state.brokersAreAway
        }
        if changed { self.logger.notice("a Kafka broker answers again") }
        self.brokersUp.set(1)
    }

    /// Ends the client for its users: what they have under way may be half done.
    func spoil(_ error: KafkaError) {
        self.state.withLock { $0.fatal = $0.fatal ?? error }
    }

    /// librdkafka's error callback.
    func heard(_ code: rd_kafka_resp_err_t, _ reason: String, fatal: (rd_kafka_resp_err_t, String)?) {
        self.metrics.clientErrors.increment()
        let error =
            fatal.map { KafkaError(KafkaError.Code($0.0), "the client is finished: \($0.1)", isFatal: true) }
            ?? KafkaError(KafkaError.Code(code), reason)
        self.state.withLock { state in
            state.lastTrouble = error
            if error.isFatal { state.fatal = state.fatal ?? error }
            if error.code == .allBrokersDown { state.brokersAreAway = true }
        }
        if error.code == .allBrokersDown { self.brokersUp.set(0) }
        if error.isFatal || error.code == .allBrokersDown || error.isPositionLost { self.onTrouble(error) }
        let level: Logger.Level = error.isFatal ? .error : .warning
        self.logger.log(level: level, "Kafka client error", metadata: ["kafka.error": error.name, "kafka.reason": error.description])
    }

    /// What a consumer's common queue brought in place of a record.
    func heardOfConsumer(_ message: UnsafePointer<rd_kafka_message_t>) {
        let text = rd_kafka_message_errstr(message).map { String(cString: $0) } ?? ""
        let isFatal = message.pointee.err == RD_KAFKA_RESP_ERR__FATAL
        self.heard(message.pointee.err, text, fatal: isFatal ? (message.pointee.err, text) : nil)
    }

    /// librdkafka did not end the client in time; its threads stay until the process ends.
    func neverEnded() {
        self.logger.error("a Kafka client did not end and was left behind")
    }

    /// An offset, committed for the tools only, was not taken.
    func commitFailed() {
        self.metrics.commitFailures.increment()
    }

    /// librdkafka's log callback, with syslog's levels. The reasons of TLS and SASL failures come this way only.
    func logged(level: Int32, facility: String, text: String) {
        let level: Logger.Level =
            switch level {
            case ...2: .critical
            case 3: .error
            case 4: .warning
            case 5: .notice
            case 6: .info
            default: .debug
            }
        self.logger.log(level: level, "librdkafka", metadata: ["kafka.facility": facility, "kafka.text": text])
    }
}
