import Kafka

/// What a cluster has of the topics that it should have.
struct TopicComparison: Equatable {
    /// How one topic stands.
    enum Standing: Equatable {
        case missing
        case asDeclared
        /// What is otherwise, one sentence each.
        case differs([String])
    }

    /// Every wanted topic in order, and how it stands.
    let standings: [(topic: KafkaTopic, standing: Standing)]

    /// `settings` is nil when the cluster does not tell them.
    init(wanted: [KafkaTopic], found: [String: KafkaTopic], settings: [String: [String: String]]?) {
        self.standings = wanted.map { topic in
            guard let there = found[topic.name] else { return (topic, .missing) }
            let differences = Self.differences(topic, there, settings: settings.map { $0[topic.name] ?? [:] })
            return (topic, differences.isEmpty ? .asDeclared : .differs(differences))
        }
    }

    /// The topics that the cluster does not have.
    var missing: [KafkaTopic] { self.standings.filter { $0.standing == .missing }.map(\.topic) }

    /// Whether a topic that is there is not as declared.
    var hasDifferences: Bool { self.standings.contains { $0.standing != .missing && $0.standing != .asDeclared } }

    static func == (left: TopicComparison, right: TopicComparison) -> Bool {
        left.standings.elementsEqual(right.standings) { $0 == $1 }
    }

    private static func differences(_ wanted: KafkaTopic, _ there: KafkaTopic, settings: [String: String]?) -> [String] {
        var differences: [String] = []
        if there.partitions != wanted.partitions {
            differences.append("it has \(there.partitions) partitions, not \(wanted.partitions); a key must stay in its partition")
        }
        if there.replicationFactor != wanted.replicationFactor {
            differences.append("its replication factor is \(there.replicationFactor), not \(wanted.replicationFactor)")
        }
        guard let settings else { return differences }
        for (name, value) in wanted.settings.sorted(by: { $0.key < $1.key }) where settings[name] != value {
            differences.append("its \(name) is \(settings[name] ?? "not told"), not \(value)")
        }
        return differences
    }
}
