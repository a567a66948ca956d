import Kafka
import Observability
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(2))) struct `A Kafka client whose brokers fail` {
    @Test func `waits while they are away, tells its readers, and goes on when they are back`() async throws {
        let embedded = try EmbeddedLab([.init("t", partitions: 1)])
        let (lab, partition) = (embedded.lab, KafkaPartition("t", 0))
        let (producer, consumer) = (try lab.producer(topics: ["t"]), try lab.consumer())
        try await producer.publish(records(10, topic: "t"))
        try await consumer.assign(partition, from: 0)
        _ = try await consumer.read(10, from: partition)
        try embedded.broker.bringDown()
        let page = Task { try await producer.publish(records(10, topic: "t", from: 10)) }
        while try await consumer.next(partition).trouble?.code != .allBrokersDown {}
        #expect(consumer.brokersAreAway && consumer.isUsable)
        while !producer.brokersAreAway { await Task.yield() }
        #expect(producer.isUsable)
        #expect(lab.registry.exposition().contains("cairn_kafka_brokers_up{client=\"consumer\"} 0\n"))
        try embedded.broker.bringUp()
        try await page.value
        #expect(try await consumer.read(10, from: partition).compactMap(\.number) == Array(10..<20))
        #expect(!consumer.brokersAreAway && !producer.brokersAreAway)
        await producer.close()
        await consumer.close()
        await embedded.broker.stop()
    }

    @Test func `finds the broker's new address when it is made anew`() async throws {
        let first = try EmbeddedLab([.init("t", partitions: 1)])
        let address = Address(first.broker.address)
        let configuration = KafkaConfiguration(brokers: { address.now }, settings: EmbeddedBroker.clientSettings)
        let lab = first.lab
        let consumer = try KafkaConsumer(configuration, group: "g", logger: lab.logger, metrics: lab.metrics)
        try await consumer.assign(KafkaPartition("t", 0), from: 0)
        #expect(try await consumer.next(KafkaPartition("t", 0)).reachedEnd)
        await first.broker.stop()
        while try await consumer.next(KafkaPartition("t", 0)).trouble?.code != .allBrokersDown {}
        let second = try EmbeddedLab([.init("t", partitions: 1)])
        address.now = second.broker.address
        await consumer.close()
        let successor = try KafkaConsumer(configuration, group: "g", logger: lab.logger, metrics: lab.metrics)
        try await successor.assign(KafkaPartition("t", 0), from: 0)
        #expect(try await successor.next(KafkaPartition("t", 0)).reachedEnd)
        await successor.close()
        await second.broker.stop()
    }

    @Test func `names the record that a broker refuses, and is finished then`() async throws {
        let embedded = try EmbeddedLab([.init("t", partitions: 1)])
        let producer = try embedded.lab.producer(topics: ["t"])
        try await producer.publish(records(1, topic: "t"))
        try embedded.broker.failNextProduceRequests(with: [.init(rawValue: 29)])  // TOPIC_AUTHORIZATION_FAILED
        let error = await failure { try await producer.publish(records(100, topic: "t")) }
        #expect(error?.name == "TOPIC_AUTHORIZATION_FAILED" && error?.isPermanent == true && error?.record == 0)
        #expect(!producer.isUsable)
        await producer.close()
        await embedded.broker.stop()
    }

    @Test func `names the largest record of a batch that a broker finds too large`() async throws {
        let embedded = try EmbeddedLab([.init("t", partitions: 1)])
        let producer = try embedded.lab.producer(topics: ["t"])
        try await producer.publish(records(1, topic: "t"))
        try embedded.broker.failNextProduceRequests(with: [.tooLarge])
        var page = records(10, topic: "t")
        page[6].value = [UInt8](repeating: 7, count: 5_000)
        let error = await failure { try await producer.publish(page) }
        #expect(error?.code == .tooLarge && error?.record == 6)
        await producer.close()
        await embedded.broker.stop()
    }

    @Test func `tries again by itself what passes`() async throws {
        let embedded = try EmbeddedLab([.init("t", partitions: 1)])
        let producer = try embedded.lab.producer(topics: ["t"])
        try await producer.publish(records(1, topic: "t"))
        let notEnoughReplicas = KafkaError.Code(rawValue: 19)
        try embedded.broker.failNextProduceRequests(with: [notEnoughReplicas, notEnoughReplicas])
        try await producer.publish(records(100, topic: "t", from: 1))
        #expect(producer.isUsable)
        #expect(try await embedded.lab.readAll("t", partitions: 1).values.map { $0.compactMap(\.number) } == [Array(0...100)])
        await producer.close()
        await embedded.broker.stop()
    }

    @Test func `closes at once although no broker was ever there`() async throws {
        let lab = Lab(brokers: "127.0.0.1:1")
        let (producer, consumer, admin) = (try lab.producer(topics: ["t"]), try lab.consumer(), try lab.admin())
        let page = Task { await failure { try await producer.publish(records(3, topic: "t")) } }
        try await consumer.assign(KafkaPartition("t", 0), from: 0)
        #expect(try await consumer.next(KafkaPartition("t", 0)).trouble?.code == .allBrokersDown)
        let error = await failure { _ = try await admin.watermarks(of: [KafkaPartition("t", 0)], within: .milliseconds(300)) }
        #expect(error?.isRetriable == true, "its deadline holds without brokers")
        let start = ContinuousClock.now
        await producer.close()
        await consumer.close()
        await admin.close()
        #expect(await page.value?.code == .closed)
        #expect(ContinuousClock.now - start < .seconds(10))
    }

    private final class Address: Sendable {
        private let address: Mutex<String>

        init(_ address: String) {
            self.address = Mutex(address)
        }

        var now: String {
            get { self.address.withLock { $0 } }
            set { self.address.withLock { $0 = newValue } }
        }
    }
}
