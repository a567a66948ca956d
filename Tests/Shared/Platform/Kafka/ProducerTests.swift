import Kafka
import Testing

@Suite struct `A producer on the embedded broker` {
    @Test func `writes pages in order and returns when all is acknowledged`() async throws {
        let lab = try EmbeddedLab([.init("t", partitions: 3)])
        let producer = try lab.lab.producer(topics: ["t"])
        for page in 0..<3 {
            try await producer.publish(records(1_000, topic: "t").map { record in
                KafkaRecord(topic: "t", key: record.key, value: Array("\(page) ".utf8) + (record.value ?? []))
            })
        }
        let consumer = try lab.lab.consumer()
        let admin = try lab.lab.admin()
        let partitions = (0..<3).map { KafkaPartition(topic: "t", number: $0) }
        let marks = try await admin.watermarks(of: partitions)
        #expect(marks.values.reduce(0) { $0 + $1.high } == 3_000)
        for partition in partitions {
            try await consumer.assign(partition, from: 0)
            let high = Int(marks[partition]?.high ?? 0)
            let messages = try await consumer.read(high, from: partition)
            #expect(messages.map(\.offset) == (0..<Int64(high)).map { $0 })
            let pages = messages.compactMap(\.number)
            #expect(pages == pages.sorted() && pages.count == high)
        }
        await consumer.close()
        await admin.close()
        await producer.close()
        await lab.broker.stop()
    }
}
