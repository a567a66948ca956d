import CRDKafka

extension KafkaAdmin {
    /// The record at one offset of a partition. Nil when the partition no longer holds it, or does not hold it yet.
    public func record(
        at offset: Int64, in partition: KafkaPartition, within limit: Duration = KafkaAdmin.callLimit
    ) async throws(KafkaError) -> KafkaMessage? {
        try await self.records(at: [partition: offset], within: limit)[partition]
    }

    /// The records at one offset of each of these partitions. A partition that no longer holds its offset, or does not hold it yet, is not in the
    /// answer.
    ///
    /// Each call makes a client of its own, so ask for many partitions at once. One that is kept would not end any more once a topic that it had
    /// read was deleted and made again (librdkafka 2.0.2).
    public func records(
        at offsets: [KafkaPartition: Int64], within limit: Duration = KafkaAdmin.callLimit
    ) async throws(KafkaError) -> [KafkaPartition: KafkaMessage] {
        if offsets.isEmpty { return [:] }
        let make = self.makeReader
        return try await self.workers.call { _ throws(KafkaError) in
            let client = try make()
            defer { client.destroy { _ in } }
            return try RecordReader(client: client.pointer, deadline: Deadline(limit)).read(offsets)
        }
    }
}

/// Reads single records with librdkafka's simple consumer, which needs no group.
private struct RecordReader {
    let client: OpaquePointer
    let deadline: Deadline

    func read(_ offsets: [KafkaPartition: Int64]) throws(KafkaError) -> [KafkaPartition: KafkaMessage] {
        guard let queue = rd_kafka_queue_new(self.client) else { preconditionFailure("no memory for a queue") }
        defer { rd_kafka_queue_destroy(queue) }
        var topics: [String: OpaquePointer] = [:]
        defer { for topic in topics.values { rd_kafka_topic_destroy(topic) } }
        var started: [(OpaquePointer, Int32)] = []
        defer { for (topic, number) in started { rd_kafka_consume_stop(topic, number) } }
        for (partition, offset) in offsets {
            guard let topic = topics[partition.topic] ?? rd_kafka_topic_new(self.client, partition.topic, nil) else {
                throw KafkaError(.unknownTopic, "\"\(partition.topic)\" cannot be a topic's name")
            }
            topics[partition.topic] = topic
            guard rd_kafka_consume_start_queue(topic, partition.number, offset, queue) == 0 else {
                throw KafkaError(rd_kafka_last_error(), "\(partition) cannot be read at offset \(offset)")
            }
            started.append((topic, partition.number))
        }
        return try self.collect(offsets, queue)
    }

    private func collect(_ offsets: [KafkaPartition: Int64], _ queue: OpaquePointer) throws(KafkaError) -> [KafkaPartition: KafkaMessage] {
        var found: [KafkaPartition: KafkaMessage] = [:]
        var open = Set(offsets.keys)
        while !open.isEmpty {
            if self.deadline.hasPassed { throw KafkaError(.timedOut, "\(open.sorted()[0]) could not be read in time") }
            guard let message = rd_kafka_consume_queue(queue, self.deadline.milliseconds) else { continue }
            defer { rd_kafka_message_destroy(message) }
            guard let topic = message.pointee.rkt else { continue }  // an error that concerns no partition: it passes, or the deadline does
            let partition = KafkaPartition(topic: String(cString: rd_kafka_topic_name(topic)), number: message.pointee.partition)
            switch message.pointee.err {
            case RD_KAFKA_RESP_ERR_NO_ERROR:
                // A log that lost records gives the next one that is there.
                if open.remove(partition) != nil, message.pointee.offset == offsets[partition] {
                    found[partition] = KafkaMessage(message, in: partition)
                }
            case RD_KAFKA_RESP_ERR__PARTITION_EOF, RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET, RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE:
                open.remove(partition)
            default:
                let error = KafkaError(message: message, partition)
                if error.isPermanent { throw error }
            }
        }
        return found
    }
}
