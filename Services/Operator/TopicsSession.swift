import Configuration
import Kafka

/// One call of `cairn topics`: looks, makes what is missing, and says what it found.
struct TopicsSession {
    let admin: KafkaAdmin
    let terminal: Terminal

    /// Brings the cluster to what is wanted, as far as that changes nothing that is there. Gives back the exit code.
    func settle(_ wanted: [KafkaTopic], onlyCompares: Bool) async throws(KafkaError) -> Int32 {
        let found = try await self.admin.describe(wanted.map(\.name))
        let comparison = TopicComparison(wanted: wanted, found: found, settings: try await self.settings(of: found))
        if !onlyCompares { try await self.admin.create(comparison.missing) }
        for (topic, standing) in comparison.standings {
            switch standing {
            case .missing: self.say(onlyCompares ? "missing" : "made", topic)
            case .asDeclared: self.say("there", topic)
            case .differs(let differences):
                self.say("differs", topic)
                for difference in differences { self.terminal.print("            \(difference)") }
            }
        }
        return comparison.hasDifferences || onlyCompares && !comparison.missing.isEmpty ? 1 : 0
    }

    /// Nil when the cluster does not tell them, as the embedded broker doesn't.
    private func settings(of found: [String: KafkaTopic]) async throws(KafkaError) -> [String: [String: String]]? {
        do throws(KafkaError) {
            return try await self.admin.settings(ofTopics: found.keys.sorted())
        } catch {
            guard error.name == "_UNSUPPORTED_FEATURE" else { throw error }
            self.terminal.printError("this broker does not tell its topics' settings; they are not compared")
            return nil
        }
    }

    private func say(_ word: String, _ topic: KafkaTopic) {
        let padding = String(repeating: " ", count: max(1, 10 - word.count))
        let retention = topic.settings["retention.ms"].flatMap(Int.init).map { ", kept \($0 / 86_400_000) days" } ?? ""
        self.terminal.print(
            "  \(word)\(padding)\(topic.name): \(topic.partitions) partitions, replication factor \(topic.replicationFactor), "
                + "\(topic.settings["min.insync.replicas"] ?? "1") in sync\(retention)")
    }
}
