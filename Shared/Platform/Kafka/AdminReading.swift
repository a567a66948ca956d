import CRDKafka

extension KafkaAdmin {
    /// The record at one offset of a partition. Nil when the partition no longer holds it, or does not hold it yet.
    ///
    /// Two calls for one partition must not overlap; the second is refused.
    public func record(
        at offset: Int64, in partition: KafkaPartition, within limit: Duration = KafkaAdmin.callLimit
    ) async throws(KafkaError) -> KafkaMessage? {
        try await self.workers.call { user throws(KafkaError) in
            let deadline = Deadline(limit)
            let topic = try user.topic(partition.topic)
            guard rd_kafka_consume_start(topic, partition.number, offset) == 0 else {
                throw KafkaError(rd_kafka_last_error(), "\(partition) cannot be read at offset \(offset)")
            }
            defer { rd_kafka_consume_stop(topic, partition.number) }
            while !deadline.hasPassed {
                guard let message = rd_kafka_consume(topic, partition.number, deadline.milliseconds) else { continue }
                defer { rd_kafka_message_destroy(message) }
                switch message.pointee.err {
                case RD_KAFKA_RESP_ERR_NO_ERROR:
                    // A compacted or truncated log gives the next record that is there.
                    return message.pointee.offset == offset ? KafkaMessage(message, in: partition) : nil
                case RD_KAFKA_RESP_ERR__PARTITION_EOF, RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET, RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE:
                    return nil
                default:
                    let error = KafkaError(message: message, partition)
                    if error.isPermanent { throw error }  // others pass, or the deadline does
                }
            }
            throw KafkaError(.timedOut, "\(partition) could not be read at offset \(offset) in time")
        }
    }
}
