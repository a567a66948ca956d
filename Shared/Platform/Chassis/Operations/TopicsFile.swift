import CloudEvents
public import Configuration
public import Messaging

/// The file that declares every topic of the suite, `deploy/topics.yaml`.
public struct TopicsFile: Sendable, Hashable {
    /// The most topics of a file.
    public static let limit = 100
    /// The most partitions of a topic.
    public static let partitionLimit = 1_000

    /// The topics in the order of the file.
    public let topics: [TopicDeclaration]
    /// How many brokers hold each partition.
    public let replicationFactor: Int
    /// How many of them must have a record before it is acknowledged.
    public let minInSyncReplicas: Int
    /// How long records are kept.
    public let retention: Duration

    /// Reads the file strictly: what is not known in it is refused with its place.
    public init(parsing bytes: [UInt8]) throws(YAMLError) {
        let root = try YAMLDocument(parsing: bytes).root
        try root.checkNames(["replication-factor", "min-in-sync-replicas", "retention", "topics"])
        self.replicationFactor = try Self.int(root["replication-factor"], in: 1...9)
        self.minInSyncReplicas = try Self.int(root["min-in-sync-replicas"], in: 1...self.replicationFactor)
        self.retention = try Self.days(root["retention"])
        let nodes = try root["topics"].items()
        guard nodes.count <= Self.limit else { throw YAMLError(try root["topics"].place, "there are more than \(Self.limit) topics") }
        var topics: [TopicDeclaration] = []
        for node in nodes {
            let declaration = try Self.declaration(node)
            guard !topics.contains(where: { $0.topic.name == declaration.topic.name }) else {
                throw YAMLError(node.place, "the topic \(declaration.topic.name) stands twice")
            }
            topics.append(declaration)
        }
        self.topics = topics
    }

    private static func declaration(_ node: YAMLNode) throws(YAMLError) -> TopicDeclaration {
        try node.checkNames(["name", "partitions", "key", "writers", "readers"])
        let name = try node["name"].text()
        // What Kafka allows in a name, and less: `_` and `.` would fall together in its metrics.
        guard name.utf8.count <= 100, name.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 46 })
        else {
            throw YAMLError(try node["name"].place, "a topic's name is made of a-z, 0-9, - and .")
        }
        guard let kind = Topic.KeyKind(rawValue: try node["key"].text()) else {
            throw YAMLError(try node["key"].place, "the key should be \(Topic.KeyKind.allCases.map(\.rawValue).joined(separator: " or "))")
        }
        return TopicDeclaration(
            topic: Topic(name, keyedBy: kind), partitions: try Self.int(node["partitions"], in: 1...Self.partitionLimit),
            writers: try Self.texts(node["writers"]), readers: try Self.texts(node["readers"]))
    }

    private static func texts(_ node: YAMLNode) throws(YAMLError) -> [String] {
        var texts: [String] = []
        for item in try node.items() { texts.append(try item.text()) }
        guard Set(texts).count == texts.count else { throw YAMLError(node.place, "a name stands twice here") }
        return texts
    }

    private static func int(_ node: YAMLNode, in range: ClosedRange<Int>) throws(YAMLError) -> Int {
        let value = try node.int()
        guard range.contains(value) else {
            throw YAMLError(node.place, "here should be a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    private static func days(_ node: YAMLNode) throws(YAMLError) -> Duration {
        let text = try node.text()
        guard text.hasSuffix("d"), let days = Int(text.dropLast()), (1...3_650).contains(days) else {
            throw YAMLError(node.place, "here should be a number of days, such as 30d")
        }
        return .seconds(days * 86_400)
    }
}
