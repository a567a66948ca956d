import Configuration
import Kafka

/// One call of `cairn topics`: looks, makes what is missing, and says what it found.
struct TopicsSession {
    /// How the cluster ids of librdkafka's mock clusters begin. They know neither requests for settings nor such for new topics, and let both time out.
    static let embeddedClusters = "mockCluster"

    let admin: KafkaAdmin
    let terminal: Terminal

    /// Brings the cluster to what is wanted, as far as that changes nothing that is there. Gives back the exit code.
    func settle(_ wanted: [KafkaTopic], onlyCompares: Bool) async throws(KafkaError) -> Int32 {
        let found = try await self.admin.describe(wanted.map(\.name))
        let isEmbedded = try await self.admin.clusterID().hasPrefix(Self.embeddedClusters)
        if isEmbedded {
            self.terminal.printError("this is an embedded broker: it makes its topics at its start, and they have no settings")
        }
        let settings = isEmbedded ? nil : try await self.admin.settings(ofTopics: found.keys.sorted())
        let comparison = TopicComparison(wanted: wanted, found: found, settings: settings)
        let makes = !onlyCompares && !isEmbedded
        if makes { try await self.admin.create(comparison.missing) }
        for (topic, standing) in comparison.standings {
            switch standing {
            case .missing: self.say(makes ? "made" : "missing", topic)
            case .asDeclared: self.say("there", topic)
            case .differs(let differences):
                self.say("differs", topic)
                for difference in differences { self.terminal.print("            \(difference)") }
            }
        }
        return comparison.hasDifferences || !makes && !comparison.missing.isEmpty ? 1 : 0
    }

    private func say(_ word: String, _ topic: KafkaTopic) {
        let padding = String(repeating: " ", count: max(1, 10 - word.count))
        let retention = topic.settings["retention.ms"].flatMap(Int.init).map { ", kept \($0 / 86_400_000) days" } ?? ""
        self.terminal.print(
            "  \(word)\(padding)\(topic.name): \(topic.partitions) partitions, replication factor \(topic.replicationFactor), "
                + "\(topic.settings["min.insync.replicas"] ?? "1") in sync\(retention)")
    }
}
