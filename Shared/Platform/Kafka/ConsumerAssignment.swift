import CRDKafka

extension KafkaConsumer {
    /// How long a broker thread may take for a seek before it counts as failed.
    public static let seekLimit: Duration = .seconds(5)

    /// Begins to read a partition at an offset. Whether the partition and the offset exist is told by `next`.
    public func assign(_ partition: KafkaPartition, from offset: Int64) async throws(KafkaError) {
        let (table, metrics) = (self.table, self.metrics)
        try self.refuseIfFinished()
        try await self.workers.call { client throws(KafkaError) in
            if table.holds(partition) { throw KafkaError(.notAssigned, "\(partition) is assigned already: unassign it first") }
            let queue = try PartitionQueue(partition, from: offset, client: client, metrics: metrics)
            table.add(queue)
            let error = try withPartitionList([partition: offset]) { list in
                KafkaError(taking: rd_kafka_incremental_assign(client.pointer, list), "\(partition) cannot be assigned")
            }
            guard let error else { return }
            table.remove(partition)
            queue.close()
            throw error
        }
        if !self.isUsable { table.close() }  // closed meanwhile
    }

    /// Reads a partition no more. Its reader, if one waits, gets an error.
    public func unassign(_ partition: KafkaPartition) async throws(KafkaError) {
        let table = self.table
        try await self.workers.call { client throws(KafkaError) in
            let queue = try table.queue(of: partition)
            let error = try withPartitionList([partition: 0]) { list in
                KafkaError(taking: rd_kafka_incremental_unassign(client.pointer, list), "\(partition) cannot be unassigned")
            }
            table.remove(partition)
            queue.close()
            if let error { throw error }
        }
    }

    /// Goes on reading at another offset: back after an error, or past something. What was fetched ahead is dropped.
    public func seek(_ partition: KafkaPartition, to offset: Int64) async throws(KafkaError) {
        let table = self.table
        try self.refuseIfFinished()
        try await self.workers.call { client throws(KafkaError) in
            let queue = try table.queue(of: partition)
            guard let topic = rd_kafka_topic_new(client.pointer, partition.topic, nil) else {
                throw KafkaError(.unknownTopic, "\"\(partition.topic)\" cannot be a topic's name")
            }
            defer { rd_kafka_topic_destroy(topic) }
            // Not rd_kafka_seek_partitions: in librdkafka 2.0.2 it times out 1,000 times too early.
            let outcome = rd_kafka_seek(topic, partition.number, offset, Int32(Self.seekLimit / .milliseconds(1)))
            if outcome != RD_KAFKA_RESP_ERR_NO_ERROR { throw KafkaError(outcome, "\(partition) cannot be read from offset \(offset)") }
            queue.moved(to: offset)
        }
    }

    /// Fetches nothing more for these partitions. What was fetched ahead is dropped; after `resume`, seek.
    public func pause(_ partitions: [KafkaPartition]) async throws(KafkaError) {
        try await self.eachPartition(partitions, "paused") { rd_kafka_pause_partitions($0, $1) }
    }

    /// Fetches again for these partitions.
    public func resume(_ partitions: [KafkaPartition]) async throws(KafkaError) {
        try await self.eachPartition(partitions, "resumed") { rd_kafka_resume_partitions($0, $1) }
    }

    private func eachPartition(
        _ partitions: [KafkaPartition], _ what: String,
        _ body: @escaping @Sendable (OpaquePointer, UnsafeMutablePointer<rd_kafka_topic_partition_list_t>) -> rd_kafka_resp_err_t
    ) async throws(KafkaError) {
        for partition in partitions { _ = try self.table.queue(of: partition) }
        try await self.workers.call { client throws(KafkaError) in
            let offsets = Dictionary(partitions.map { ($0, Int64(0)) }) { first, _ in first }
            try withPartitionList(offsets) { list throws(KafkaError) in
                let outcome = body(client.pointer, list)
                if outcome != RD_KAFKA_RESP_ERR_NO_ERROR { throw KafkaError(outcome, "the partitions cannot be \(what)") }
                for index in 0..<Int(list.pointee.cnt) {
                    let element = list.pointee.elems[index]
                    guard element.err != RD_KAFKA_RESP_ERR_NO_ERROR else { continue }
                    throw KafkaError(element.err, "\(String(cString: element.topic))-\(element.partition) cannot be \(what)")
                }
            }
        }
    }

    private func refuseIfFinished() throws(KafkaError) {
        if let refusal = self.client.state.refusal { throw refusal }
    }
}
