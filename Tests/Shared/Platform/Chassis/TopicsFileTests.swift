import Chassis
import CloudEvents
import Configuration
import Messaging
import TestSupport
import Testing

@Suite struct `The reader of topics.yaml` {
    private let head = "replication-factor: 3\nmin-in-sync-replicas: 2\nretention: 30d\n"

    @Test func `reads the file of the suite`() throws {
        let file = try TopicsFile(parsing: SharedFiles.contents(of: SharedFiles.packageRoot + "/deploy/topics.yaml"))
        #expect(
            file.topics.count == 6 && file.replicationFactor == 3 && file.minInSyncReplicas == 2 && file.retention == .seconds(2_592_000))
        let consent = try #require(file.topics.first { $0.topic.name == "cairn.consent.v1" })
        #expect(consent.topic.keyKind == .person && consent.partitions == 12 && consent.writers == ["wallet"])
        #expect(consent.readers == ["matching.consent"])
    }

    @Test(arguments: [
        ("topics:\n  - name: a\n    partitions: 0\n    key: person\n    writers: []\n    readers: []\n", 6, "a number from 1 to 1000"),
        ("topics:\n  - name: a\n    partitions: 1\n    key: college\n    writers: []\n    readers: []\n", 7, "subject or person"),
        ("topics:\n  - name: A_b\n    partitions: 1\n    key: person\n    writers: []\n    readers: []\n", 5, "made of a-z"),
        ("topics:\n  - name: a\n    partitions: 1\n    key: person\n    writers: [x, x]\n    readers: []\n", 8, "stands twice"),
        ("topics:\n  - name: a\n    partitions: 1\n    key: person\n    writers: []\n", 5, "\"readers\" is missing"),
        ("topics:\n  - name: a\n    partition: 1\n", 6, "did you mean \"partitions\"?"), ("topic: []\n", 4, "did you mean \"topics\"?"),
        (
            "topics:\n  - {name: a, partitions: 1, key: person, writers: [], readers: []}\n  - {name: a, partitions: 1, key: person, writers: [], readers: []}\n",
            6, "stands twice"
        ),
    ])
    func `names the place of what is wrong`(text: String, line: Int, part: String) throws {
        let error = try #require(throws: YAMLError.self) { try TopicsFile(parsing: Array((self.head + text).utf8)) }
        #expect(error.description.contains(part), "\(error)")
        #expect(error.place.line == line, "\(error)")
    }

    @Test(arguments: ["30", "0d", "30h", "d", "99999d"])
    func `wants days of retention`(text: String) {
        let file = "replication-factor: 3\nmin-in-sync-replicas: 2\nretention: \(text)\ntopics: []\n"
        #expect(throws: YAMLError.self) { try TopicsFile(parsing: Array(file.utf8)) }
    }
}
