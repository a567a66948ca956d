import CRDKafka

extension KafkaAdmin {
    /// Sends one request of librdkafka's admin interface and reads its answer.
    static func request(
        _ client: OpaquePointer, _ kind: rd_kafka_admin_op_t, _ deadline: Deadline,
        send: (_ options: OpaquePointer, _ queue: OpaquePointer) -> Void, read: (_ event: OpaquePointer) throws(KafkaError) -> Void
    ) throws(KafkaError) {
        guard let options = rd_kafka_AdminOptions_new(client, kind), let queue = rd_kafka_queue_new(client) else {
            throw KafkaError(.configuration, "librdkafka does not know this request")
        }
        defer {
            rd_kafka_queue_destroy(queue)
            rd_kafka_AdminOptions_destroy(options)
        }
        let (outcome, reason) = reading { rd_kafka_AdminOptions_set_request_timeout(options, deadline.milliseconds, $0, $1) }
        if outcome != RD_KAFKA_RESP_ERR_NO_ERROR { throw KafkaError(KafkaError.Code(outcome), reason) }
        send(options, queue)
        // The request has its own deadline; the answer to it comes a little later.
        guard let event = rd_kafka_queue_poll(queue, deadline.milliseconds + Self.graceMilliseconds) else {
            throw KafkaError(.timedOut, "no answer in time; a wrong certificate or password shows as this too, see the log")
        }
        defer { rd_kafka_event_destroy(event) }
        let error = rd_kafka_event_error(event)
        if error != RD_KAFKA_RESP_ERR_NO_ERROR {
            throw KafkaError(KafkaError.Code(error), rd_kafka_event_error_string(event).map { String(cString: $0) } ?? "no reason given")
        }
        try read(event)
    }

    private static let graceMilliseconds: Int32 = 1_000
}
