import CRDKafka
import Observability

extension KafkaMessage {
    /// A copy of what librdkafka holds.
    init(_ message: UnsafePointer<rd_kafka_message_t>, in partition: KafkaPartition) {
        self.partition = partition
        self.offset = message.pointee.offset
        self.key = bytes(message.pointee.key, message.pointee.key_len)
        self.value = bytes(message.pointee.payload, message.pointee.len)
        var kind = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE
        let milliseconds = rd_kafka_message_timestamp(message, &kind)
        self.timestamp = kind == RD_KAFKA_TIMESTAMP_NOT_AVAILABLE ? nil : WallTime(microseconds: milliseconds * 1_000)
        self.headers = Self.headers(of: message)
    }

    private static func headers(of message: UnsafePointer<rd_kafka_message_t>) -> [KafkaHeader] {
        var list: OpaquePointer?
        guard rd_kafka_message_headers(message, &list) == RD_KAFKA_RESP_ERR_NO_ERROR, let list else { return [] }
        let count = rd_kafka_header_cnt(list)
        var headers: [KafkaHeader] = []
        headers.reserveCapacity(count)
        var (name, value, size): (UnsafePointer<CChar>?, UnsafeRawPointer?, Int) = (nil, nil, 0)
        for index in 0..<count {
            guard rd_kafka_header_get_all(list, index, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR, let name else { break }
            headers.append(KafkaHeader(name: String(cString: name), value: bytes(value, size) ?? []))
        }
        return headers
    }
}

private func bytes(_ start: UnsafeRawPointer?, _ count: Int) -> [UInt8]? {
    guard let start else { return nil }
    return Array(UnsafeRawBufferPointer(start: start, count: count))
}
