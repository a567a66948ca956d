import CRDKafka
import Observability
import Synchronization

/// What librdkafka has fetched ahead of one partition, kept apart from all others: a reader that is slow fills its own queue only, and
/// librdkafka stops fetching for it.
final class PartitionQueue: @unchecked Sendable {  // the pointer is used under `state`'s lock only
    private struct State {
        var isOpen = true
        var position: Int64
        var isAtEnd = false
        var mayHoldMore = false
        var high: Int64?
    }

    /// How many troubles may wait for a reader; the newest ones of a longer row are dropped.
    private static let troublesLimit = 8

    let partition: KafkaPartition
    let signal = PartitionSignal()
    private let client: ClientHandle
    private let pointer: OpaquePointer
    private let state: Mutex<State>
    /// Under a lock of their own: librdkafka calls the error callback while a record is taken from the queue.
    private let troubles = Mutex<[KafkaError]>([])
    private let consumed: Counter
    private let lag: Gauge

    /// To be made before the partition is assigned, so that none of its records goes to the common queue.
    init(_ partition: KafkaPartition, from offset: Int64, client: ClientHandle, metrics: KafkaMetrics) throws(KafkaError) {
        guard let pointer = rd_kafka_queue_get_partition(client.pointer, partition.topic, partition.number) else {
            throw KafkaError(.unknownTopic, "\(partition) cannot be a partition")
        }
        self.partition = partition
        self.client = client
        self.pointer = pointer
        self.state = Mutex(State(position: offset))
        self.consumed = metrics.consumed(partition.topic)
        self.lag = metrics.lag(partition)
        rd_kafka_queue_forward(pointer, nil)
        rd_kafka_queue_cb_event_enable(
            pointer,
            { _, opaque in
                guard let opaque else { return }
                Unmanaged<PartitionSignal>.fromOpaque(opaque).takeUnretainedValue().raise()
            }, Unmanaged.passUnretained(self.signal).toOpaque())
    }

    deinit {
        self.close()
    }

    /// Takes no more from librdkafka. After it the client may be destroyed.
    func close() {
        let wasOpen = self.state.withLock { state in
            defer { state.isOpen = false }
            if state.isOpen {
                rd_kafka_queue_cb_event_enable(self.pointer, nil, nil)
                rd_kafka_queue_destroy(self.pointer)
            }
            return state.isOpen
        }
        if wasOpen { self.signal.raise() }
    }

    var isOpen: Bool { self.state.withLock { $0.isOpen } }
    var high: Int64? { self.state.withLock { $0.high } }
    var position: Int64 { self.state.withLock { $0.position } }

    /// Whether the reader has been given all that the partition held when a broker last spoke of it.
    var isAtEnd: Bool { self.state.withLock { $0.isAtEnd && !$0.mayHoldMore } }

    /// How many records wait for the reader.
    var fetchedAhead: Int { self.state.withLock { $0.isOpen ? rd_kafka_queue_length(self.pointer) : 0 } }

    func moved(to offset: Int64) {
        self.state.withLock { state in
            state.position = offset
            state.isAtEnd = false
            state.mayHoldMore = true
        }
        self.signal.raise()
    }

    func met(_ trouble: KafkaError) {
        self.troubles.withLock { troubles in
            if troubles.count < Self.troublesLimit, troubles.last?.code != trouble.code { troubles.append(trouble) }
        }
        self.signal.raise()
    }

    /// Takes what is there, up to `limit` records, without waiting. Nil when there is nothing to tell.
    func take(_ limit: Int) -> KafkaSlice? {
        self.state.withLock { state in
            guard state.isOpen else { return nil }
            var records: [KafkaMessage] = []
            records.reserveCapacity(min(limit, rd_kafka_queue_length(self.pointer)))
            let wasAtEnd = state.isAtEnd
            state.mayHoldMore = true
            taking: while records.count < limit {
                guard let message = rd_kafka_consume_queue(self.pointer, 0) else {
                    state.mayHoldMore = false
                    break
                }
                defer { rd_kafka_message_destroy(message) }
                switch message.pointee.err {
                case RD_KAFKA_RESP_ERR_NO_ERROR:
                    records.append(KafkaMessage(message, in: self.partition))
                    state.position = message.pointee.offset + 1
                    state.isAtEnd = false
                case RD_KAFKA_RESP_ERR__PARTITION_EOF:
                    state.isAtEnd = true
                default:
                    self.met(KafkaError(message: message, self.partition))
                    break taking
                }
            }
            self.judgeEnd(&state)
            let trouble = self.troubles.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            if records.isEmpty, trouble == nil, wasAtEnd || !state.isAtEnd { return nil }
            self.consumed.increment(by: records.count)
            return KafkaSlice(records: records, nextOffset: state.position, reachedEnd: state.isAtEnd, trouble: trouble)
        }
    }

    /// librdkafka's own word for the end comes only with an empty fetch, up to half a second later; the watermark came with the records.
    private func judgeEnd(_ state: inout State) {
        var (low, high): (Int64, Int64) = (0, 0)
        let outcome = rd_kafka_get_watermark_offsets(self.client.pointer, self.partition.topic, self.partition.number, &low, &high)
        guard outcome == RD_KAFKA_RESP_ERR_NO_ERROR, high >= 0 else { return }
        state.high = high
        if state.position >= high, !state.mayHoldMore { state.isAtEnd = true }
        self.lag.set(Int(max(0, high - state.position)))
    }
}

extension KafkaError {
    /// An error that came in a record's place.
    init(message: UnsafePointer<rd_kafka_message_t>, _ partition: KafkaPartition) {
        let text = rd_kafka_message_errstr(message).map { String(cString: $0) } ?? "no reason given"
        self.init(Code(message.pointee.err), "\(partition): \(text)")
    }
}
