import Kafka
import Observability
import Testing

extension ClientProperty {
    static let asking = [
        ClientProperty(name: "tells the cluster's id, the partitions and their watermarks", partitions: 2) { lab, topic in
            let (admin, producer) = (try lab.admin(), try lab.producer(topics: [topic]))
            let id = try await admin.clusterID()
            #expect(!id.isEmpty)
            #expect(try await admin.clusterID() == id)
            #expect(try await admin.partitionCounts(of: [topic, topic + "-missing"]) == [topic: 2])
            try await producer.publish(records(10, topic: topic, key: { _ in "one" }))
            let marks = try await lab.watermarks(topic, partitions: 2)
            #expect(marks.values.map(\.low) == [0, 0] && marks.values.map(\.high).sorted() == [0, 10])
            let missing = [KafkaPartition(topic + "-missing", 0)]
            #expect(await failure { _ = try await admin.watermarks(of: missing, within: .seconds(5)) } != nil)
            await producer.close()
            await admin.close()
        },
        ClientProperty(name: "reads the record at one offset, or says that it is not there", partitions: 2) { lab, topic in
            let (admin, producer) = (try lab.admin(), try lab.producer(topics: [topic]))
            #expect(try await admin.record(at: 0, in: KafkaPartition(topic, 0)) == nil, "the partition is empty")
            try await producer.publish(records(20, topic: topic, key: { _ in "one" }))
            let marks = try await lab.watermarks(topic, partitions: 2)
            let partition = try #require(marks.first { $0.value.high == 20 }?.key)
            let empty = try #require(marks.first { $0.value.high == 0 }?.key)
            for offset in [Int64(19), 0, 7] {
                let record = try await admin.record(at: offset, in: partition)
                #expect(record?.offset == offset && record?.number == Int(offset))
            }
            #expect(try await admin.record(at: 20, in: partition) == nil)
            #expect(try await admin.record(at: 2_000, in: partition) == nil)
            let both = try await admin.records(at: [partition: 3, empty: 0])
            #expect(Array(both.keys) == [partition] && both[partition]?.number == 3)
            await producer.close()
            await admin.close()
        },
        ClientProperty(name: "commits offsets for the tools", partitions: 2) { lab, topic in
            let (admin, group) = (try lab.admin(), topic + "-readers")
            let consumer = try lab.consumer(group: group)
            let (first, second) = (KafkaPartition(topic, 0), KafkaPartition(topic, 1))
            try await consumer.assign(first, from: 0)
            var committed: [KafkaPartition: Int64] = [:]
            let deadline = ContinuousClock.now + .seconds(30)
            while committed[first] != 5, ContinuousClock.now < deadline {  // the group's first coordinator may take seconds to be there
                consumer.commit([first: 5])
                do { committed = try await admin.committedOffsets(of: group, in: [first, second]) } catch { continue }
            }
            #expect(committed == [first: 5])
            await consumer.close()
            await admin.close()
        },
        ClientProperty(name: "commits offsets for several readers, and is asked through, as one client", partitions: 2) { lab, topic in
            let consumer = try lab.consumer(group: topic + "-own")
            let admin = lab.admin(through: consumer)
            let partition = KafkaPartition(topic, 1)
            let marks = try await admin.watermarks(of: [partition])
            #expect(marks[partition]?.high == 0)
            let offsets = ["-own": Int64(3), "-first": 5, "-second": 7]
            var committed: [String: Int64] = [:]
            let deadline = ContinuousClock.now + .seconds(30)
            while committed != offsets, ContinuousClock.now < deadline {  // the groups' first coordinator may take seconds to be there
                for (name, offset) in offsets { consumer.commit([partition: offset], of: topic + name) }
                for name in offsets.keys {
                    do { committed[name] = try await admin.committedOffsets(of: topic + name, in: [partition])[partition] } catch {
                        continue
                    }
                }
            }
            #expect(committed == offsets)
            await admin.close()
            await consumer.close()
        },
        ClientProperty(name: "counts what it produced, delivered, gave up and read, and how far a reader is behind") { lab, topic in
            let (producer, consumer, partition) = (try lab.producer(topics: [topic]), try lab.consumer(), KafkaPartition(topic, 0))
            try await producer.publish(records(10, topic: topic))
            try await consumer.assign(partition, from: 0)
            let slice = try await consumer.next(partition, limit: 4)
            #expect(slice.records.count == 4 && !slice.reachedEnd)
            let text = lab.registry.exposition()
            #expect(text.contains("cairn_kafka_produced_total{topic=\"\(topic)\"} 10\n"))
            #expect(text.contains("cairn_kafka_delivered_total 10\n"))
            #expect(text.contains("cairn_kafka_consumed_total{topic=\"\(topic)\"} 4\n"))
            #expect(text.contains("cairn_kafka_consumer_lag_records{topic=\"\(topic)\",partition=\"0\"} 6\n"))
            #expect(text.contains("cairn_kafka_brokers_up{client=\"producer\"} 1\n"))
            await consumer.close()
            await producer.close()
        },
    ]
}
