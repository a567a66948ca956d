import Chassis
import CloudEvents
import Events
import Kafka
import Messaging
import TestSupport
import Testing

@testable import cairn

@Suite struct `The topics of the suite` {
    @Test func `are compiled in as deploy says, and are those of the events`() throws {
        let source = try TopicSource.compiledIn()
        #expect(PackageResources.topics_yaml == (try SharedFiles.contents(of: SharedFiles.packageRoot + "/deploy/topics.yaml")))
        #expect(source.file.topics.map(\.topic) == EventCatalogue.topics)
    }

    @Test func `have a prefix, and as many replicas in sync as there can be`() throws {
        let source = try TopicSource.compiledIn()
        let topics = source.topics(prefix: "north.", replication: nil)
        #expect(topics.count == 6)
        #expect(
            topics[1]
                == KafkaTopic(
                    "north.cairn.credential.v1", partitions: 12, replicationFactor: 3,
                    settings: [
                        "min.insync.replicas": "2", "retention.ms": "2592000000", "cleanup.policy": "delete",
                        "message.timestamp.type": "LogAppendTime", "unclean.leader.election.enable": "false",
                    ]))
        let alone = source.topics(prefix: "", replication: 1)[0]
        #expect(alone.replicationFactor == 1 && alone.settings["min.insync.replicas"] == "1" && alone.name == "cairn.catalogue.v1")
    }
}

@Suite struct `A comparison of topics` {
    static let wanted = KafkaTopic("a", partitions: 12, replicationFactor: 3, settings: ["retention.ms": "5", "min.insync.replicas": "2"])

    func standing(_ found: KafkaTopic?, settings: [String: String]? = Self.wanted.settings) throws -> TopicComparison.Standing {
        let comparison = TopicComparison(
            wanted: [Self.wanted], found: found.map { ["a": $0] } ?? [:], settings: settings.map { ["a": $0] })
        return try #require(comparison.standings.first).standing
    }

    @Test func `tells what is missing from what is as declared`() throws {
        #expect(try self.standing(nil) == .missing)
        #expect(try self.standing(Self.wanted) == .asDeclared)
        #expect(try self.standing(Self.wanted, settings: nil) == .asDeclared)
        let comparison = TopicComparison(wanted: [Self.wanted, KafkaTopic("b", partitions: 1)], found: ["a": Self.wanted], settings: nil)
        #expect(comparison.missing.map(\.name) == ["b"] && !comparison.hasDifferences)
    }

    @Test func `says everything that is otherwise`() throws {
        let there = KafkaTopic("a", partitions: 6, replicationFactor: 1)
        let all = try self.standing(there, settings: ["retention.ms": "7"])
        #expect(
            all
                == .differs([
                    "it has 6 partitions, not 12; a key must stay in its partition", "its replication factor is 1, not 3",
                    "its min.insync.replicas is not told, not 2", "its retention.ms is 7, not 5",
                ]))
        #expect(TopicComparison(wanted: [Self.wanted], found: ["a": there], settings: nil).hasDifferences)
    }
}
