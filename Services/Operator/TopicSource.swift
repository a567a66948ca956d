import Chassis
import CloudEvents
import Configuration
import Kafka
import Messaging

/// The topics of the suite, from the file that is compiled in or from one that was given.
struct TopicSource {
    let file: TopicsFile

    /// The file that is compiled in: `deploy/topics.yaml`.
    static func compiledIn() throws(YAMLError) -> TopicSource {
        TopicSource(file: try TopicsFile(parsing: PackageResources.topics_yaml))
    }

    /// A file of one's own, or else the one that is compiled in.
    static func read(_ path: String?) throws -> TopicSource {
        guard let path else { return try Self.compiledIn() }
        do {
            let bytes = try InputFile(path, limit: YAMLDocument.sizeLimit).bytes
            return TopicSource(file: try TopicsFile(parsing: bytes))
        } catch let error as YAMLError {
            let place = "\(path):\(error.place.line):\(error.place.column)"
            throw CommandFailure("\(place): \(error.message)", exitCode: Command.ExitCode.misused.number)
        } catch {
            throw CommandFailure("the file \(path) can't be used: \(error)", exitCode: Command.ExitCode.misused.number)
        }
    }

    /// The topics as a cluster should have them. A replication factor of one's own also bounds how many replicas must be in sync.
    func topics(prefix: String, replication: Int?) -> [KafkaTopic] {
        let replication = replication ?? self.file.replicationFactor
        let milliseconds = self.file.retention / .milliseconds(1)
        // Nothing compacted, the broker's time, and no leader that lacks acknowledged records.
        let settings = [
            "min.insync.replicas": String(min(self.file.minInSyncReplicas, replication)), "retention.ms": String(Int64(milliseconds)),
            "cleanup.policy": "delete", "message.timestamp.type": "LogAppendTime", "unclean.leader.election.enable": "false",
        ]
        return self.file.topics.map { declared in
            KafkaTopic(
                prefix + declared.topic.name, partitions: Int32(declared.partitions), replicationFactor: Int32(replication),
                settings: settings)
        }
    }
}
