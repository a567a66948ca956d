import LocalServers
import TestSupport
import Testing

@testable import Kafka

@Suite(.enabled(if: SharedFiles.has("kafka")), .serialized, .timeLimit(.minutes(5)), RealKafka())
struct `A Kafka client on a real Kafka` {
    @Test(arguments: ClientProperty.all)
    func `keeps what it promises on any broker`(property: ClientProperty) async throws {
        let node = try RealKafka.node
        try await property.check(node.lab, try await node.topic(partitions: property.partitions))
    }

    @Test func `creates topics that every producer sees at once, and deletes them`() async throws {
        let lab = try RealKafka.node.lab
        let (admin, producer) = (try lab.admin(), try lab.producer())
        let topics = (0..<5).map { KafkaTopic("made-\($0)", partitions: 12, settings: ["retention.ms": "60000"]) }
        try await admin.create(topics)
        try await admin.create(topics)
        try await producer.publish(topics.flatMap { records(10, topic: $0.name) })
        #expect(try await admin.partitionCounts(of: topics.map(\.name)).values.allSatisfy { $0 == 12 })
        let wrong = await failure { try await admin.create([KafkaTopic("bad", partitions: 1, settings: ["no.such.setting": "1"])]) }
        #expect(wrong?.description.contains("bad") == true)
        try await admin.delete(topics.map(\.name))
        while try await !admin.partitionCounts(of: topics.map(\.name)).isEmpty {}
        await producer.close()
        await admin.close()
    }

    @Test func `names a record that is too large for its topic alone`() async throws {
        let node = try RealKafka.node
        let topic = try await node.topic(settings: ["max.message.bytes": "10000"])
        let producer = try node.lab.producer(topics: [topic])
        var page = records(4, topic: topic)
        page[2] = records(1, topic: topic, from: 2, size: 50_000)[0]
        let error = await failure { try await producer.publish(page) }
        #expect(error?.code == .tooLarge && error?.record == 2)
        await producer.close()
    }

    @Test func `finds by the anchor that a topic was deleted and made again`() async throws {
        let node = try RealKafka.node
        let topic = try await node.topic()
        let (admin, producer, partition) = (try node.lab.admin(), try node.lab.producer(topics: [topic]), KafkaPartition(topic, 0))
        try await producer.publish(records(10, topic: topic))
        #expect(try await admin.record(at: 4, in: partition)?.number == 4)
        await producer.close()
        try await admin.delete([topic])
        while try await !admin.partitionCounts(of: [topic]).isEmpty {}
        try await admin.create([KafkaTopic(topic, partitions: 1)])
        let second = try node.lab.producer(topics: [topic])
        try await second.publish(records(50, topic: topic, from: 1_000))
        #expect(try await admin.watermarks(of: [partition])[partition] == KafkaWatermarks(low: 0, high: 50))
        #expect(try await admin.record(at: 4, in: partition)?.number == 1_004)
        await second.close()
        await admin.close()
    }

    @Test func `tells its writer and its reader that a topic is gone`() async throws {
        let node = try RealKafka.node
        let topic = try await node.topic()
        let lab = node.lab
        let (admin, consumer, partition) = (try lab.admin(), try lab.consumer(), KafkaPartition(topic, 0))
        let producer = try lab.producer(topics: [topic])
        try await producer.publish(records(10, topic: topic))
        try await consumer.assign(partition, from: 0)
        _ = try await consumer.read(10, from: partition)
        try await admin.delete([topic])
        while try await !admin.partitionCounts(of: [topic]).isEmpty {}
        while try await consumer.next(partition).trouble?.isPositionLost != true {}
        while try await !admin.partitionCounts(of: [topic]).isEmpty {}
        let error = await failure { try await producer.publish(records(10, topic: topic)) }
        #expect(error?.isPermanent == true && error?.record != nil, "\(String(reflecting: error))")
        await producer.close()
        let start = ContinuousClock.now
        await consumer.close()
        #expect(ContinuousClock.now - start < .seconds(20), "librdkafka may hang then; its user must not")
        await admin.close()
    }
}

@Suite(.enabled(if: SharedFiles.has("kafka")), .serialized, .timeLimit(.minutes(5)), RealKafka())
struct `A Kafka client whose real Kafka is killed` {
    @Test func `loses nothing and keeps the order of each partition`() async throws {
        let node = try RealKafka.node
        let lab = node.lab
        let topic = try await node.topic(partitions: 4)
        let producer = try lab.producer(topics: [topic])
        let (pages, size) = (60, 1_000)
        let writing = Task {
            for page in 0..<pages { try await producer.publish(records(size, topic: topic, from: page * size)) }
        }
        for share in [1, 2] {
            while lab.delivered < share * pages * size / 3 { await Task.yield() }
            await node.server.kill()
            try await node.server.restart()
        }
        try await writing.value
        let all = try await lab.readAll(topic, partitions: 4)
        let numbers = all.mapValues { $0.compactMap(\.number) }
        #expect(Set(numbers.values.joined()).count == pages * size, "lost")
        for (partition, numbers) in numbers {
            var seen = Set<Int>()
            let firsts = numbers.filter { seen.insert($0).inserted }
            #expect(firsts == firsts.sorted(), "\(partition) is out of order")
        }
        await producer.close()
    }

    @Test func `sees a frozen node as a delay`() async throws {
        let node = try RealKafka.node
        let lab = node.lab
        let topic = try await node.topic()
        let producer = try lab.producer(topics: [topic])
        try await producer.publish(records(10, topic: topic))
        node.server.freeze()
        let page = Task { try await producer.publish(records(100, topic: topic, from: 10)) }
        while lab.produced(topic) < 110 { await Task.yield() }
        node.server.thaw()
        try await page.value
        #expect(try await lab.readAll(topic, partitions: 1).values.map { $0.compactMap(\.number) } == [Array(0..<110)])
        await producer.close()
    }
}
