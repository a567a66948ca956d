import Kafka
import Testing

@Suite(.timeLimit(.minutes(2))) struct `Closing Kafka clients` {
    @Test func `gives every thread and every open file back`() async {
        // In a process of its own: here other tests come and go.
        await #expect(processExitsWith: .success) {
            try await Self.useAll()  // what is made once per process is made now
            let (threads, files) = (try Machine.threads, try Machine.openFiles)
            for _ in 0..<5 { try await Self.useAll() }
            #expect(try Machine.threads.filter { $0.hasPrefix("rdk:") } == [])
            // The thread that tells of the end is on its own last steps then.
            while try Machine.threads.contains(where: { $0.hasPrefix("kafka-") }) { await Task.yield() }
            #expect(try Machine.threads.count <= threads.count + 1, "Swift's own pool may have grown by one")
            #expect(try Machine.openFiles == files)
        }
    }

    @Test func `is done by letting go, too`() async {
        await #expect(processExitsWith: .success) {
            let embedded = try EmbeddedLab([.init("t", partitions: 1)])
            do {
                let (producer, consumer, admin) = (try embedded.lab.producer(), try embedded.lab.consumer(), try embedded.lab.admin())
                try await producer.publish(records(10, topic: "t"))
                try await consumer.assign(KafkaPartition("t", 0), from: 0)
                _ = try await consumer.read(10, from: KafkaPartition("t", 0))
                _ = try await admin.clusterID()
            }
            while try Machine.threads.contains(where: { $0.hasPrefix("kafka-") }) { await Task.yield() }
            await embedded.broker.stop()
            #expect(try Machine.threads.filter { $0.hasPrefix("rdk:") } == [])
        }
    }

    private static func useAll() async throws {
        let embedded = try EmbeddedLab([.init("t", partitions: 2)])
        let (producer, consumer, admin) = (try embedded.lab.producer(), try embedded.lab.consumer(), try embedded.lab.admin())
        try await producer.publish(records(100, topic: "t"))
        for number in 0..<2 { try await consumer.assign(KafkaPartition("t", Int32(number)), from: 0) }
        _ = try await consumer.next(KafkaPartition("t", 0))
        _ = try await admin.records(at: [KafkaPartition("t", 0): 1, KafkaPartition("t", 1): 1])
        await consumer.close()
        await producer.close()
        await admin.close()
        await embedded.broker.stop()
    }
}
