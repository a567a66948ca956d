import CRDKafka
import Synchronization

/// A configured `rd_kafka_t` and the state that its callbacks write to.
final class ClientHandle: @unchecked Sendable {  // rd_kafka_t may be used from any thread: rdkafka.h, "thread-safe"
    let pointer: OpaquePointer
    let state: ClientState
    private let isAlive = Mutex(true)

    /// Settings under names that this version of librdkafka does not know are left out if they are `optional`, else refused.
    init(
        _ kind: rd_kafka_type_t, settings: [String: String], optional: [String: String] = [:], state: ClientState,
        configure: (OpaquePointer) -> Void = { _ in }
    ) throws(KafkaError) {
        guard let configuration = rd_kafka_conf_new() else { throw KafkaError(.configuration, "no memory for a configuration") }
        do { try Self.set(settings, optional, in: configuration) } catch {
            rd_kafka_conf_destroy(configuration)
            throw error
        }
        rd_kafka_conf_set_opaque(configuration, Unmanaged.passUnretained(state).toOpaque())
        rd_kafka_conf_set_log_cb(configuration, logCallback)
        rd_kafka_conf_set_error_cb(configuration, errorCallback)
        configure(configuration)
        let (pointer, reason) = reading { rd_kafka_new(kind, configuration, $0, $1) }
        guard let pointer else {
            rd_kafka_conf_destroy(configuration)  // rd_kafka_new takes it only when it succeeds
            throw KafkaError(.configuration, "the Kafka client cannot be made: \(reason)")
        }
        self.pointer = pointer
        self.state = state
    }

    /// Runs a call that does not wait, from any thread. Nil when the client is gone.
    func whileAlive<Result>(_ body: (OpaquePointer) -> sending Result) -> sending Result? {
        self.isAlive.withLock { isAlive in isAlive ? body(self.pointer) : nil }
    }

    /// Ends librdkafka's threads; blocks until they have ended. To be called once, by the serving thread, when no other calls the client.
    ///
    /// Without `rd_kafka_consumer_close`: there is no group to leave, and it would wait for a coordinator that may never come back.
    func destroy(after finish: (OpaquePointer) -> Void) {
        self.isAlive.withLock { $0 = false }
        finish(self.pointer)
        rd_kafka_destroy_flags(self.pointer, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE)
    }

    private static func set(
        _ settings: [String: String], _ optional: [String: String], in configuration: OpaquePointer
    ) throws(KafkaError) {
        for (name, value) in settings {
            let (outcome, _) = reading { rd_kafka_conf_set(configuration, name, value, $0, $1) }
            switch outcome {
            case RD_KAFKA_CONF_OK: continue
            case RD_KAFKA_CONF_UNKNOWN: throw KafkaError(.configuration, "librdkafka has no setting \(name)")
            default: throw KafkaError(.configuration, "librdkafka refuses the value of the setting \(name)")  // it may be a secret
            }
        }
        for (name, value) in optional where settings[name] == nil {
            _ = reading { rd_kafka_conf_set(configuration, name, value, $0, $1) }
        }
    }
}

/// Runs a call that writes a reason into a C buffer.
func reading<Result>(_ call: (UnsafeMutablePointer<CChar>, Int) -> Result) -> (Result, String) {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { buffer in
        buffer.initialize(repeating: 0)
        guard let start = buffer.baseAddress else { preconditionFailure("512 bytes have an address") }
        let result = call(start, buffer.count)
        return (result, String(cString: start))
    }
}

private func logCallback(
    _ client: OpaquePointer?, _ level: Int32, _ facility: UnsafePointer<CChar>?, _ text: UnsafePointer<CChar>?
) {
    guard let client, let opaque = rd_kafka_opaque(client), let facility, let text else { return }
    Unmanaged<ClientState>.fromOpaque(opaque).takeUnretainedValue()
        .logged(level: level, facility: String(cString: facility), text: String(cString: text))
}

private func errorCallback(
    _ client: OpaquePointer?, _ code: Int32, _ reason: UnsafePointer<CChar>?, _ opaque: UnsafeMutableRawPointer?
) {
    guard let client, let opaque else { return }
    let (fatal, text) = reading { rd_kafka_fatal_error(client, $0, $1) }
    Unmanaged<ClientState>.fromOpaque(opaque).takeUnretainedValue().heard(
        rd_kafka_resp_err_t(code), reason.map { String(cString: $0) } ?? "",
        fatal: fatal == RD_KAFKA_RESP_ERR_NO_ERROR ? nil : (fatal, text))
}
