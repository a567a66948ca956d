import CRDKafka

/// Where a reader stands in a partition.
public struct KafkaStanding: Sendable, Equatable {
    /// The offset of the next record it will be given.
    public let position: Int64
    /// The offset that the next record written will get, as the brokers last said. Nil before they said anything.
    public let high: Int64?
    /// Whether everything up to `high` has been given to the reader.
    public let isAtEnd: Bool
}

extension KafkaConsumer {
    /// How long a slice that has records waits for more, if not told otherwise, when the partition is known to hold more.
    public static let gatheringTime: Duration = .milliseconds(50)

    /// The next records of a partition: waits for the first one, and returns what is there, at most `limit`.
    ///
    /// It waits `gathering` for more only while the partition is known to hold more; at its end it returns at once. Returns without records when
    /// the end was reached, or when there is a trouble to tell: an error of this partition, or of the whole client (all brokers away). One reader
    /// per partition at a time.
    public func next(
        _ partition: KafkaPartition, limit: Int = KafkaConsumer.sliceLimit, gathering: Duration = KafkaConsumer.gatheringTime
    ) async throws(KafkaError) -> KafkaSlice {
        let queue = try self.table.queue(of: partition)
        while true {
            if Task.isCancelled { throw KafkaError(.cancelled, "the task was cancelled") }
            if let slice = queue.take(limit) {
                if slice.trouble == nil { self.client.state.brokerAnswered() }
                return await self.gather(slice, from: queue, limit, gathering)
            }
            guard queue.isOpen else {
                throw self.client.state.refusal ?? KafkaError(.notAssigned, "\(partition) is not assigned to this consumer any more")
            }
            await queue.signal.wait()
        }
    }

    private func gather(_ first: KafkaSlice, from queue: PartitionQueue, _ limit: Int, _ gathering: Duration) async -> KafkaSlice {
        var slice = first
        var records = first.records
        let deadline = ContinuousClock.now + gathering
        while !records.isEmpty, records.count < limit, !slice.reachedEnd, slice.trouble == nil, !Task.isCancelled {
            if let more = queue.take(limit - records.count) {
                records += more.records
                slice = more
                continue
            }
            guard queue.isOpen, ContinuousClock.now < deadline else { break }
            await queue.signal.wait(until: deadline)
        }
        return KafkaSlice(records: records, nextOffset: slice.nextOffset, reachedEnd: slice.reachedEnd, trouble: slice.trouble)
    }

    /// Where the reader of a partition stands, from what the brokers last said. Asks nobody.
    public func standing(in partition: KafkaPartition) throws(KafkaError) -> KafkaStanding {
        let queue = try self.table.queue(of: partition)
        return KafkaStanding(position: queue.position, high: queue.high, isAtEnd: queue.isAtEnd)
    }
}
