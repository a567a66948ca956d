import Kafka
import Observability
import Testing

extension ClientProperty {
    static let writing = [
        ClientProperty(name: "keeps pages and their records in order within each partition", partitions: 3) { lab, topic in
            let producer = try lab.producer(topics: [topic])
            for page in 0..<4 {
                let first = page * 1_000
                try await producer.publish(records(1_000, topic: topic, from: first))
            }
            try await producer.publish([])
            let all = try await lab.readAll(topic, partitions: 3)
            #expect(all.values.map(\.count).reduce(0, +) == 4_000)
            for (partition, messages) in all {
                #expect(messages.map(\.offset) == Array(0..<Int64(messages.count)), "\(partition) has holes")
                let numbers = messages.compactMap(\.number)
                #expect(numbers == numbers.sorted() && Set(numbers).count == messages.count)
                #expect(Set(messages.compactMap(\.key)).count > 1, "one key alone says nothing of the order between keys")
            }
            await producer.close()
        },
        ClientProperty(name: "carries null, empty and large values, null and empty keys, and headers of any bytes") { lab, topic in
            let binary = (0..<256).map { UInt8($0) }
            let noise = (0..<900_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }
            let sent = [
                KafkaRecord(topic: topic, key: nil, value: nil),
                KafkaRecord(topic: topic, key: "", value: []),
                KafkaRecord(topic: topic, key: "k", value: nil, headers: [KafkaHeader(name: "empty", value: [])]),
                KafkaRecord(topic: topic, key: "äöü", value: binary, headers: [KafkaHeader(name: "b", value: binary)]),
                KafkaRecord(topic: topic, key: "large", value: noise),
                KafkaRecord(
                    topic: topic, key: "many", value: [0],
                    headers: (0..<200).map { KafkaHeader(name: "h\($0 % 3)", value: "value \($0)") }),
            ]
            let producer = try lab.producer(topics: [topic])
            try await producer.publish(sent)
            let read = try await lab.readAll(topic, partitions: 1)[KafkaPartition(topic, 0)] ?? []
            #expect(read.map { $0.key.map { String(decoding: $0, as: UTF8.self) } } == sent.map(\.key))
            #expect(read.map(\.value) == sent.map(\.value))
            #expect(read.map(\.headers) == sent.map(\.headers))
            #expect(read.allSatisfy { $0.timestamp != nil })
            #expect(read.last?.header("h1") == Array("value 1".utf8), "the first of the name")
            await producer.close()
        },
        ClientProperty(name: "names a record that is too large, and sends nothing of its page") { lab, topic in
            let producer = try lab.producer(topics: [topic])
            var page = records(5, topic: topic)
            page[3].value = [UInt8](repeating: 1, count: KafkaProducer.recordBytesLimit + 1)
            let error = await failure { try await producer.publish(page) }
            #expect(error?.code == .tooLarge && error?.record == 3 && error?.isPermanent == true)
            #expect(producer.isUsable)
            try await producer.publish(records(1, topic: topic))
            #expect(try await lab.readAll(topic, partitions: 1).values.map(\.count) == [1])
            await producer.close()
        },
        ClientProperty(name: "refuses a page for a topic that does not exist, soon and by the record's index") { lab, topic in
            let producer = try lab.producer(topics: [topic, topic + "-missing"])
            var page = records(5, topic: topic)
            page[2].topic = topic + "-missing"
            let start = ContinuousClock.now
            let error = await failure { try await producer.publish(page) }
            #expect(ContinuousClock.now - start < .seconds(60))
            #expect(error?.code == .unknownTopic && error?.record == 2 && error?.isPermanent == true)
            #expect(error?.description.contains(topic + "-missing") == true)
            #expect(producer.isUsable)
            let admin = try lab.admin()
            #expect(try await admin.partitionCounts(of: [topic, topic + "-missing"]) == [topic: 1], "nobody may have made it")
            #expect(try await admin.watermarks(of: [KafkaPartition(topic, 0)]).values.map(\.high) == [0])
            await admin.close()
            await producer.close()
        },
        ClientProperty(name: "gives up a page whose task is cancelled") { lab, topic in
            let producer = try lab.producer(topics: [topic], settings: ["linger.ms": "600000"])
            let task = Task { await failure { try await producer.publish(records(100, topic: topic)) } }
            while lab.produced(topic) < 100 { await Task.yield() }
            task.cancel()
            #expect(await task.value?.code == .cancelled)
            #expect(!producer.isUsable, "a page was begun: what became of it is not known")
            #expect(await failure { try await producer.publish(records(1, topic: topic)) }?.isFatal == true)
            await producer.close()
        },
        ClientProperty(name: "gives up what is under way when it is closed") { lab, topic in
            let producer = try lab.producer(topics: [topic], settings: ["linger.ms": "600000"])
            let pages = (0..<3).map { _ in Task { await failure { try await producer.publish(records(100, topic: topic)) } } }
            while lab.produced(topic) < 300 { await Task.yield() }
            await producer.close()
            for page in pages { #expect(await page.value?.code == .closed) }
            #expect(await failure { try await producer.publish(records(1, topic: topic)) }?.code == .closed)
        },
        ClientProperty(name: "waits, and loses nothing, when more is published than its queue holds") { lab, topic in
            let producer = try lab.producer(topics: [topic], settings: ["queue.buffering.max.messages": "50", "linger.ms": "0"])
            try await producer.publish(records(2_000, topic: topic))
            #expect(try await lab.readAll(topic, partitions: 1).values.map { $0.compactMap(\.number) } == [Array(0..<2_000)])
            await producer.close()
        },
    ]
}
