/// What a producer sends: one record, before the log has given it a place.
public struct KafkaRecord: Sendable, Equatable {
    /// The topic it goes to.
    public var topic: String
    /// Records with one key lie in one partition, in order. Nil: anywhere.
    public var key: String?
    /// Nil is Kafka's null value, which is not the same as no bytes.
    public var value: [UInt8]?
    /// In the order they are written; a name may occur twice.
    public var headers: [KafkaHeader]

    /// A record.
    public init(topic: String, key: String?, value: [UInt8]?, headers: [KafkaHeader] = []) {
        self.topic = topic
        self.key = key
        self.value = value
        self.headers = headers
    }

    /// What librdkafka measures against `message.max.bytes`: key, value and headers.
    var size: Int {
        var size = (self.key?.utf8.count ?? 0) + (self.value?.count ?? 0)
        for header in self.headers { size += header.name.utf8.count + header.value.count + KafkaHeader.overhead }
        return size
    }
}

/// A named value beside a record. The value is bytes, often text in UTF-8.
public struct KafkaHeader: Sendable, Equatable {
    /// Upper bound of the two length prefixes of a header on the wire.
    static let overhead = 10

    /// The name; not necessarily unique within a record.
    public var name: String
    /// The value.
    public var value: [UInt8]

    /// A header with any bytes as its value.
    public init(name: String, value: [UInt8]) {
        self.name = name
        self.value = value
    }

    /// A header whose value is text.
    public init(name: String, value: String) {
        self.init(name: name, value: Array(value.utf8))
    }
}
