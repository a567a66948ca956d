import Kafka
import LocalServers
import TestSupport
import Testing

@Suite(.enabled(if: SharedFiles.has("kafka")), .serialized, .timeLimit(.minutes(5)))
struct `A Kafka server of our own` {
    @Test func `finds its data, its port and its id at the second start, after a stop and after a crash`() async throws {
        let folder = try Machine.temporaryFolder("kafka-server")
        let home = SharedFiles.root + "/kafka"
        let first = try await KafkaServer.start(in: folder, home: home)
        let lab = Lab(brokers: first.address)
        let admin = try lab.admin()
        let id = try await admin.clusterID()
        try await admin.create([KafkaTopic("kept", partitions: 1)])
        await admin.close()
        let producer = try lab.producer(topics: ["kept"])
        try await producer.publish(records(10, topic: "kept"))
        await producer.close()
        await first.stop()
        #expect(first.ending != nil)
        let second = try await KafkaServer.start(in: folder, home: home)
        #expect(second.address == first.address && second.processID != first.processID)
        await second.kill()
        #expect(second.ending == .signalled(9))
        try await second.restart()
        #expect(second.address == first.address && second.ending == nil)
        let again = try lab.admin()
        #expect(try await again.clusterID() == id)
        await again.close()
        #expect(try await lab.readAll("kept", partitions: 1).values.map { $0.compactMap(\.number) } == [Array(0..<10)])
        await second.stop()
        try await ChildProcess.run(Command("rm", ["-rf", folder]))
    }

    @Test func `says what is missing`() async throws {
        let folder = try Machine.temporaryFolder("kafka-server")
        await #expect(throws: KafkaServerError.noKafka(home: folder)) { try await KafkaServer.start(in: folder, home: folder) }
        let error = await #expect(throws: KafkaServerError.self) {
            try await KafkaServer.start(in: folder, home: SharedFiles.root + "/kafka", settings: ["process.roles": "nonsense"])
        }
        #expect(error?.description.contains("nonsense") == true, "the node's own words are passed on")
    }
}
