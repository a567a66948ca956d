import CRDKafka
import Observability

extension KafkaConsumer {
    /// Tells Kafka's own tools how far a reader is in each partition: the offset of the next record. Does not wait; failures are counted.
    ///
    /// `group` is the reader's name; nil: the client's own. One client may read for several.
    public func commit(_ offsets: [KafkaPartition: Int64], of group: String? = nil) {
        if offsets.isEmpty { return }
        let outcome = self.client.whileAlive { client in
            guard let list = rd_kafka_topic_partition_list_new(Int32(offsets.count)) else { return RD_KAFKA_RESP_ERR__FAIL }
            defer { rd_kafka_topic_partition_list_destroy(list) }
            for (partition, offset) in offsets {
                rd_kafka_topic_partition_list_add(list, partition.topic, partition.number).pointee.offset = offset
            }
            guard let group, group != self.group else { return rd_kafka_commit(client, list, 1) }
            var request: OpaquePointer? = rd_kafka_AlterConsumerGroupOffsets_new(group, list)
            defer { rd_kafka_AlterConsumerGroupOffsets_destroy(request) }
            rd_kafka_AlterConsumerGroupOffsets(client, &request, 1, nil, self.answers.pointer)
            return RD_KAFKA_RESP_ERR_NO_ERROR
        }
        if outcome != RD_KAFKA_RESP_ERR_NO_ERROR { self.metrics.commitFailures.increment() }
    }
}

/// Where librdkafka puts what became of commits under other names than the client's. They are counted and dropped.
final class CommitAnswers: @unchecked Sendable {  // rd_kafka_queue_t may be used from any thread: rdkafka.h
    let pointer: OpaquePointer
    private let failures: Counter

    init(_ client: ClientHandle, failures: Counter) {
        guard let pointer = rd_kafka_queue_new(client.pointer) else { preconditionFailure("no memory for a queue") }
        self.pointer = pointer
        self.failures = failures
    }

    /// Takes all that has come.
    func clear() {
        while let event = rd_kafka_queue_poll(self.pointer, 0) {
            if Self.hasFailed(event) { self.failures.increment() }
            rd_kafka_event_destroy(event)
        }
    }

    /// To be called before the client is destroyed, when nobody commits any more.
    func close() {
        self.clear()
        rd_kafka_queue_destroy(self.pointer)
    }

    private static func hasFailed(_ event: OpaquePointer) -> Bool {
        if rd_kafka_event_error(event) != RD_KAFKA_RESP_ERR_NO_ERROR { return true }
        var count = 0
        let result = rd_kafka_event_AlterConsumerGroupOffsets_result(event)
        guard let groups = rd_kafka_AlterConsumerGroupOffsets_result_groups(result, &count) else { return true }
        return (0..<count).contains { rd_kafka_group_result_error(groups[$0]) != nil }
    }
}
