import CRDKafka

extension KafkaRecord {
    /// Queues a copy of the record.
    func produce(
        _ client: OpaquePointer, _ topic: OpaquePointer, _ opaque: UnsafeMutableRawPointer
    ) -> rd_kafka_resp_err_t {
        let headers = self.headers.isEmpty ? nil : rd_kafka_headers_new(self.headers.count)
        for header in self.headers {
            _ = header.value.withUnsafeBytes { value in
                header.name.withCString { name in
                    rd_kafka_header_add(headers, name, -1, value.baseAddress ?? emptyBytes, value.count)
                }
            }
        }
        let outcome = Self.lend(self.key?.utf8) { key in
            Self.lend(self.value) { value in
                cairn_kafka_produce(client, topic, key.baseAddress, key.count, value.baseAddress, value.count, headers, opaque)
            }
        }
        if outcome != RD_KAFKA_RESP_ERR_NO_ERROR, let headers { rd_kafka_headers_destroy(headers) }
        return outcome
    }

    /// Lends bytes to C: no address for nil, some address for no bytes, since librdkafka tells null from empty by the address.
    private static func lend<Bytes: Collection<UInt8>, Result>(
        _ bytes: Bytes?, _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
        guard let bytes else { return body(UnsafeRawBufferPointer(start: nil, count: 0)) }
        if bytes.isEmpty { return body(UnsafeRawBufferPointer(start: emptyBytes, count: 0)) }
        let lent = bytes.withContiguousStorageIfAvailable { body(UnsafeRawBufferPointer($0)) }
        return lent ?? Array(bytes).withUnsafeBytes(body)
    }
}

/// An address for what has no bytes; nothing is read there.
private var emptyBytes: UnsafeRawPointer? { UnsafeRawPointer(bitPattern: 1) }
