import CRDKafka

/// Which offsets a partition holds: from `low`, which is the oldest record still there, up to but without `high`.
public struct KafkaWatermarks: Sendable, Equatable {
    /// The offset of the oldest record; `high` when there is none.
    public let low: Int64
    /// The offset that the next record gets.
    public let high: Int64
}

extension KafkaAdmin {
    /// Asks the leaders which offsets these partitions hold. Throws when one of them cannot be told.
    public func watermarks(
        of partitions: [KafkaPartition], within limit: Duration = KafkaAdmin.callLimit
    ) async throws(KafkaError) -> [KafkaPartition: KafkaWatermarks] {
        if partitions.isEmpty { return [:] }
        return try await self.workers.call { user throws(KafkaError) in
            let client = user.client
            let deadline = Deadline(limit)
            let low = try Self.offsets(of: partitions, at: Int64(RD_KAFKA_OFFSET_BEGINNING), client.pointer, deadline)
            let high = try Self.offsets(of: partitions, at: Int64(RD_KAFKA_OFFSET_END), client.pointer, deadline)
            return low.reduce(into: [:]) { $0[$1.key] = KafkaWatermarks(low: $1.value, high: high[$1.key] ?? $1.value) }
        }
    }

    /// The offsets that a group has committed; a partition without one is not in the answer.
    public func committedOffsets(
        of group: String, in partitions: [KafkaPartition], within limit: Duration = KafkaAdmin.callLimit
    ) async throws(KafkaError) -> [KafkaPartition: Int64] {
        if partitions.isEmpty { return [:] }
        return try await self.workers.call { user throws(KafkaError) in
            let client = user.client
            let unknown = Dictionary(partitions.map { ($0, Int64(RD_KAFKA_OFFSET_INVALID)) }) { first, _ in first }
            return try withPartitionList(unknown) { list throws(KafkaError) in
                var request: OpaquePointer? = rd_kafka_ListConsumerGroupOffsets_new(group, list)
                defer { rd_kafka_ListConsumerGroupOffsets_destroy(request) }
                var committed: [KafkaPartition: Int64] = [:]
                try Self.request(client.pointer, RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPOFFSETS, Deadline(limit)) { options, queue in
                    rd_kafka_ListConsumerGroupOffsets(client.pointer, &request, 1, options, queue)
                } read: { event throws(KafkaError) in
                    var count = 0
                    let result = rd_kafka_event_ListConsumerGroupOffsets_result(event)
                    guard let groups = rd_kafka_ListConsumerGroupOffsets_result_groups(result, &count), count == 1 else { return }
                    if let error = rd_kafka_group_result_error(groups[0]) {
                        let text = String(cString: rd_kafka_error_string(error))
                        throw KafkaError(KafkaError.Code(rd_kafka_error_code(error)), "group \(group): \(text)")
                    }
                    guard let answer = rd_kafka_group_result_partitions(groups[0]) else { return }
                    committed = try Self.known(answer, "group \(group)")
                }
                return committed
            }
        }
    }

    /// One ListOffsets request to each leader, which ends at its deadline; rd_kafka_query_watermark_offsets ignores its own.
    private static func offsets(
        of partitions: [KafkaPartition], at moment: Int64, _ client: OpaquePointer, _ deadline: Deadline
    ) throws(KafkaError) -> [KafkaPartition: Int64] {
        // Kafka protocol guide, ListOffsets: the time -1 asks for the latest offset, -2 for the earliest.
        try withPartitionList(Dictionary(partitions.map { ($0, moment) }) { first, _ in first }) { list throws(KafkaError) in
            let outcome = rd_kafka_offsets_for_times(client, list, deadline.milliseconds)
            if outcome != RD_KAFKA_RESP_ERR_NO_ERROR { throw KafkaError(outcome, "the brokers did not tell the offsets") }
            return try Self.known(list, "offsets")
        }
    }

    private static func known(
        _ list: UnsafePointer<rd_kafka_topic_partition_list_t>, _ what: String
    ) throws(KafkaError) -> [KafkaPartition: Int64] {
        var known: [KafkaPartition: Int64] = [:]
        for index in 0..<Int(list.pointee.cnt) {
            let element = list.pointee.elems[index]
            let partition = KafkaPartition(topic: String(cString: element.topic), number: element.partition)
            if element.err != RD_KAFKA_RESP_ERR_NO_ERROR { throw KafkaError(element.err, "\(what) of \(partition)") }
            if element.offset >= 0 { known[partition] = element.offset }
        }
        return known
    }
}
