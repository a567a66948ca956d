import CRDKafka

extension KafkaConsumer {
    /// How long a broker thread may take for a seek before it counts as failed.
    public static let seekLimit: Duration = .seconds(5)

    /// How long the brokers may take to say whether a partition exists.
    static let askLimit: Duration = .seconds(1)

    /// Begins to read a partition at an offset. Whether the partition and the offset exist is told by `next`.
    public func assign(_ partition: KafkaPartition, from offset: Int64) async throws(KafkaError) {
        let (table, metrics) = (self.table, self.metrics)
        try self.refuseIfFinished()
        try await self.workers.call { user throws(KafkaError) in
            let client = user.client
            if table.holds(partition) { throw KafkaError(.notAssigned, "\(partition) is assigned already: unassign it first") }
            let queue = try PartitionQueue(partition, from: offset, client: client, metrics: metrics)
            table.add(queue)
            do throws(KafkaError) { try Self.start(partition, at: offset, client) } catch {
                table.remove(partition)
                queue.close()
                throw error
            }
            if let trouble = Self.missing(partition, user) { queue.met(trouble) }
            // Those who read already were told when it happened.
            if client.state.brokersAreAway { queue.met(KafkaError(.allBrokersDown, "no broker can be reached")) }
        }
        if !self.isUsable { table.close() }  // closed meanwhile
    }

    /// Reads a partition no more. Its reader, if one waits, gets an error.
    public func unassign(_ partition: KafkaPartition) async throws(KafkaError) {
        let table = self.table
        try await self.workers.call { user throws(KafkaError) in
            let client = user.client
            let queue = try table.queue(of: partition)
            defer {
                table.remove(partition)
                queue.close()
            }
            try Self.stop(partition, client)
        }
    }

    /// Reads no partition of these topics any more. Their readers, if some wait, get an error.
    public func unassignAll(of topics: Set<String>) async {
        let table = self.table
        do {
            try await self.workers.call { user throws(KafkaError) in
                for queue in table.all where topics.contains(queue.partition.topic) {
                    defer {
                        table.remove(queue.partition)
                        queue.close()
                    }
                    do throws(KafkaError) { try Self.stop(queue.partition, user.client) } catch { continue }  // it was not read
                }
            }
        } catch { return }  // closed, or about to be: nothing is read then
    }

    /// Goes on reading at another offset: back after an error, or past something. What was fetched ahead is dropped.
    public func seek(_ partition: KafkaPartition, to offset: Int64) async throws(KafkaError) {
        let table = self.table
        try self.refuseIfFinished()
        try await self.workers.call { user throws(KafkaError) in
            let queue = try table.queue(of: partition)
            let topic = try user.topic(partition.topic)
            // Not rd_kafka_seek_partitions: in librdkafka 2.0.2 it times out 1,000 times too early.
            let outcome = rd_kafka_seek(topic, partition.number, offset, Int32(Self.seekLimit / .milliseconds(1)))
            switch outcome {
            case RD_KAFKA_RESP_ERR_NO_ERROR: break
            case RD_KAFKA_RESP_ERR__STATE:  // reading stopped when an offset was not there
                try Self.startAgain(partition, at: offset, user.client)
            default: throw KafkaError(outcome, "\(partition) cannot be read from offset \(offset)")
            }
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
        try await self.workers.call { user throws(KafkaError) in
            let client = user.client
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

    private static func start(_ partition: KafkaPartition, at offset: Int64, _ client: ClientHandle) throws(KafkaError) {
        try withPartitionList([partition: offset]) { list throws(KafkaError) in
            let error = KafkaError(taking: rd_kafka_incremental_assign(client.pointer, list), "\(partition) cannot be assigned")
            if let error { throw error }
        }
    }

    private static func stop(_ partition: KafkaPartition, _ client: ClientHandle) throws(KafkaError) {
        try withPartitionList([partition: 0]) { list throws(KafkaError) in
            let error = KafkaError(taking: rd_kafka_incremental_unassign(client.pointer, list), "\(partition) cannot be unassigned")
            if let error { throw error }
        }
    }

    private static func startAgain(_ partition: KafkaPartition, at offset: Int64, _ client: ClientHandle) throws(KafkaError) {
        try self.stop(partition, client)
        try self.start(partition, at: offset, client)
    }

    /// librdkafka waits without a word for a partition that does not exist; so the brokers are asked, if they answer soon.
    private static func missing(_ partition: KafkaPartition, _ user: ClientUser) -> KafkaError? {
        if user.client.state.brokersAreAway { return nil }
        do throws(KafkaError) {
            var trouble: KafkaError?
            try withMetadata(user, topic: partition.topic, Deadline(Self.askLimit)) { metadata in
                guard metadata.topic_cnt == 1 else { return }
                let topic = metadata.topics[0]
                if topic.err == RD_KAFKA_RESP_ERR_NO_ERROR, partition.number >= topic.partition_cnt {
                    trouble = KafkaError(.unknownTopic, "\(partition) does not exist: the topic has \(topic.partition_cnt) partitions")
                } else if KafkaError(topic.err, "").isPositionLost || topic.err == RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED {
                    trouble = KafkaError(topic.err, "topic \(partition.topic)")
                }
            }
            return trouble
        } catch {
            return nil  // no answer: whether brokers are away is told on its own
        }
    }

    private func refuseIfFinished() throws(KafkaError) {
        if let refusal = self.client.state.refusal { throw refusal }
    }
}
