import Synchronization

/// The partitions that a consumer reads.
final class PartitionTable: Sendable {
    private let queues = Mutex<[KafkaPartition: PartitionQueue]>([:])

    /// The queue of a partition; throws when it is not assigned.
    func queue(of partition: KafkaPartition) throws(KafkaError) -> PartitionQueue {
        guard let queue = self.queues.withLock({ $0[partition] }) else {
            throw KafkaError(.notAssigned, "\(partition) is not assigned to this consumer")
        }
        return queue
    }

    func holds(_ partition: KafkaPartition) -> Bool {
        self.queues.withLock { $0[partition] != nil }
    }

    func add(_ queue: PartitionQueue) {
        self.queues.withLock { $0[queue.partition] = queue }
    }

    func remove(_ partition: KafkaPartition) {
        _ = self.queues.withLock { $0.removeValue(forKey: partition) }
    }

    var all: [PartitionQueue] { self.queues.withLock { Array($0.values) } }

    /// Tells every reader; of a partition that is gone, its own reader alone.
    func met(_ trouble: KafkaError) {
        for queue in self.all where !trouble.isPositionLost || queue.partition.isNamed(in: trouble) { queue.met(trouble) }
    }

    /// Closes every queue: their readers get `closed`.
    func close() {
        let queues = self.queues.withLock { queues in
            defer { queues = [:] }
            return Array(queues.values)
        }
        for queue in queues { queue.close() }
    }
}

extension KafkaPartition {
    /// librdkafka reports a partition that is gone for the client as a whole; which one it is stands at the front of the text only.
    fileprivate func isNamed(in trouble: KafkaError) -> Bool {
        trouble.description.hasPrefix("\(self.topic) [\(self.number)]: ")
    }
}
