public import CloudEvents

/// A topic as `deploy/topics.yaml` declares it.
public struct TopicDeclaration: Sendable, Hashable {
    /// Its name and what it is keyed by.
    public let topic: Topic
    /// How many partitions it has, on every broker; chosen before the first start and never changed.
    public let partitions: Int
    /// The services that write to it.
    public let writers: [String]
    /// The consumers that read it, as `service.projection`.
    public let readers: [String]

    /// A declaration from its parts.
    public init(topic: Topic, partitions: Int, writers: [String], readers: [String]) {
        self.topic = topic
        self.partitions = partitions
        self.writers = writers
        self.readers = readers
    }
}
