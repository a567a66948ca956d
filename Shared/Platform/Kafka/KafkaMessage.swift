public import Observability

/// One partition of one topic.
public struct KafkaPartition: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The topic.
    public let topic: String
    /// Its number within the topic, from 0.
    public let number: Int32

    /// The partition with this number.
    public init(topic: String, number: Int32) {
        self.topic = topic
        self.number = number
    }

    /// By topic, then number.
    public static func < (left: KafkaPartition, right: KafkaPartition) -> Bool {
        (left.topic, left.number) < (right.topic, right.number)
    }

    /// As Kafka's own tools write it: `cairn.credential.v1-3`.
    public var description: String { "\(self.topic)-\(self.number)" }
}

/// What a consumer receives: a record and where it lies.
public struct KafkaMessage: Sendable, Equatable {
    /// Where it lies.
    public let partition: KafkaPartition
    /// Its place within the partition.
    public let offset: Int64
    /// When the log took it (or its writer made it: the topic's configuration says which). Nil when the broker keeps none.
    public let timestamp: WallTime?
    /// Nil is Kafka's null key.
    public let key: [UInt8]?
    /// Nil is Kafka's null value.
    public let value: [UInt8]?
    /// In the order they were written.
    public let headers: [KafkaHeader]

    /// A record as it was received, from its parts.
    public init(
        partition: KafkaPartition, offset: Int64, timestamp: WallTime?, key: [UInt8]?, value: [UInt8]?, headers: [KafkaHeader]
    ) {
        self.partition = partition
        self.offset = offset
        self.timestamp = timestamp
        self.key = key
        self.value = value
        self.headers = headers
    }

    /// The topic it lies in.
    public var topic: String { self.partition.topic }

    /// The value of the first header with this name, if there is one.
    public func header(_ name: String) -> [UInt8]? {
        self.headers.first { $0.name == name }?.value
    }
}

/// What `KafkaConsumer.next` gives: records of one partition in order, and what is known about what follows them.
public struct KafkaSlice: Sendable {
    /// In order of offset; empty when only the end or a trouble was met.
    public let records: [KafkaMessage]
    /// The offset after the last record given so far: where the next slice begins.
    public let nextOffset: Int64
    /// Whether the partition held nothing beyond `nextOffset` when it was last heard of.
    public let reachedEnd: Bool
    /// What went wrong after these records. The consumer tries to go on by itself, except where `KafkaError.isPositionLost` holds.
    public let trouble: KafkaError?
}
