import Kafka
import Synchronization
import Testing

@Suite struct `A Kafka client on the embedded broker` {
    @Test(.timeLimit(.minutes(1)), arguments: ClientProperty.all)
    func `keeps what it promises on any broker`(property: ClientProperty) async throws {
        let embedded = try EmbeddedLab([.init("t", partitions: property.partitions)])
        try await property.check(embedded.lab, "t")
        await embedded.broker.stop()
    }
}

@Suite(.timeLimit(.minutes(1))) struct `An embedded broker` {
    @Test func `makes its topics at the start, and no others on request`() async throws {
        let embedded = try EmbeddedLab([.init("a", partitions: 12), .init("b", partitions: 6)])
        let admin = try embedded.lab.admin()
        #expect(try await admin.partitionCounts(of: ["a", "b", "c"]) == ["a": 12, "b": 6])
        let consumer = try embedded.lab.consumer()
        try await consumer.assign(KafkaPartition("c", 0), from: 0)
        #expect(try await consumer.next(KafkaPartition("c", 0)).trouble?.code == .unknownTopic)
        #expect(try await admin.partitionCounts(of: ["a", "b", "c"]) == ["a": 12, "b": 6])
        await consumer.close()
        await admin.close()
        await embedded.broker.stop()
    }

    @Test func `drops the oldest records of a full partition, and says so to a reader that stood still`() async throws {
        let embedded = try EmbeddedLab([.init("t", partitions: 1)])
        let (lab, partition) = (embedded.lab, KafkaPartition("t", 0))
        let producer = try lab.producer(topics: ["t"])
        for page in 0..<8 { try await producer.publish(records(1_000, topic: "t", from: page * 1_000, size: 1_000)) }
        let marks = try await lab.watermarks("t", partitions: 1)[partition]
        #expect(marks?.high == 8_000)
        let low = try #require(marks?.low)
        #expect(low > 0)
        let kept = Int(8_000 - low) * 1_000
        #expect(kept <= EmbeddedBroker.partitionBytesLimit && kept > EmbeddedBroker.partitionBytesLimit / 2)
        let consumer = try lab.consumer()
        try await consumer.assign(partition, from: 0)
        #expect(try await consumer.next(partition).trouble?.code == .offsetOutOfRange)
        let admin = try lab.admin()
        #expect(try await admin.record(at: low - 1, in: partition) == nil)
        #expect(try await admin.record(at: low, in: partition)?.number == Int(low))
        await admin.close()
        await consumer.close()
        await producer.close()
        await embedded.broker.stop()
    }

    @Test func `is another log at each start`() async throws {
        var random = SystemRandomNumberGenerator()
        let first = try EmbeddedBroker(topics: [], random: &random)
        let second = try EmbeddedBroker(topics: [], random: &random)
        #expect(first.logID != second.logID && first.address != second.address)
        let parts = first.logID.split(separator: "-")
        #expect(parts.map(\.count) == [8, 4, 4, 4, 12] && parts[2].first == "4" && "89ab".contains(parts[3].first ?? "x"), "RFC 9562 5.4")
        await first.stop()
        await second.stop()
    }
}
