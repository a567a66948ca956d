import Testing

@testable import Kafka

extension ClientProperty {
    static let reading = [
        ClientProperty(name: "reads a partition in slices, tells its end, and goes on when more comes") { lab, topic in
            let (producer, consumer, partition) = (try lab.producer(topics: [topic]), try lab.consumer(), KafkaPartition(topic, 0))
            try await consumer.assign(partition, from: 0)
            let empty = try await consumer.next(partition)
            #expect(empty.records.isEmpty && empty.reachedEnd && empty.nextOffset == 0 && empty.trouble == nil)
            try await producer.publish(records(1_200, topic: topic))
            var sizes: [Int] = []
            var next: Int64 = 0
            while next < 1_200 {
                let slice = try await consumer.next(partition, limit: 500)
                #expect(slice.trouble == nil && slice.nextOffset == next + Int64(slice.records.count))
                sizes.append(slice.records.count)
                next = slice.nextOffset
                if next == 1_200 { #expect(slice.reachedEnd) }
            }
            #expect(sizes.allSatisfy { $0 <= 500 } && sizes.contains(500))
            #expect(try consumer.standing(in: partition) == KafkaStanding(position: 1_200, high: 1_200, isAtEnd: true))
            try await producer.publish(records(1, topic: topic))
            let last = try await consumer.read(1, from: partition)
            #expect(last.map(\.offset) == [1_200])
            await consumer.close()
            await producer.close()
        },
        ClientProperty(name: "knows the end with the last record, long before a fetch comes back empty") { lab, topic in
            let producer = try lab.producer(topics: [topic])
            let (consumer, partition) = (try lab.consumer(settings: ["fetch.wait.max.ms": "3000"]), KafkaPartition(topic, 0))
            try await producer.publish(records(100, topic: topic))
            try await consumer.assign(partition, from: 0)
            var slice = try await consumer.next(partition)
            while slice.nextOffset < 100 { slice = try await consumer.next(partition) }
            #expect(slice.reachedEnd && !slice.records.isEmpty)
            await consumer.close()
            await producer.close()
        },
        ClientProperty(name: "goes on at another offset after a seek", partitions: 1) { lab, topic in
            let (producer, consumer, partition) = (try lab.producer(topics: [topic]), try lab.consumer(), KafkaPartition(topic, 0))
            try await producer.publish(records(300, topic: topic))
            try await consumer.assign(partition, from: 250)
            #expect(try await consumer.read(50, from: partition).first?.offset == 250)
            for offset in [Int64(0), 120, 299, 7] {
                try await consumer.seek(partition, to: offset)
                let count = 300 - Int(offset)
                #expect(try await consumer.read(count, from: partition).map(\.offset) == Array(offset..<300))
            }
            await consumer.close()
            await producer.close()
        },
        ClientProperty(name: "keeps a slow partition from holding up the others, and from growing", partitions: 2) { lab, topic in
            let consumer = try lab.consumer(settings: ["queued.min.messages": "50", "fetch.message.max.bytes": "20000"])
            let (slow, fast) = (KafkaPartition(topic, 0), KafkaPartition(topic, 1))
            let producer = try lab.producer(topics: [topic])
            try await producer.publish(records(30_000, topic: topic, size: 300))
            let marks = try await lab.watermarks(topic, partitions: 2)
            let (slowCount, fastCount) = (Int(marks[slow]?.high ?? 0), Int(marks[fast]?.high ?? 0))
            #expect(slowCount > 10_000 && fastCount > 10_000)
            try await consumer.assign(slow, from: 0)
            try await consumer.assign(fast, from: 0)
            #expect(try await consumer.read(fastCount, from: fast).count == fastCount)
            // Librdkafka had all the time that the fast partition took; it may exceed the 50 by what one fetch brought.
            let ahead = try consumer.table.queue(of: slow).fetchedAhead
            #expect(ahead < slowCount / 2, "\(ahead) of \(slowCount) records lie in memory")
            let read = try await consumer.read(slowCount, from: slow)
            #expect(read.map(\.offset) == Array(0..<Int64(slowCount)))
            await consumer.close()
            await producer.close()
        },
        ClientProperty(name: "says that a partition does not hold an offset, and goes on after a seek") { lab, topic in
            let (producer, consumer, partition) = (try lab.producer(topics: [topic]), try lab.consumer(), KafkaPartition(topic, 0))
            try await producer.publish(records(10, topic: topic))
            try await consumer.assign(partition, from: 1_000)
            let slice = try await consumer.next(partition)
            #expect(slice.trouble?.code == .offsetOutOfRange && slice.trouble?.isPositionLost == true && slice.records.isEmpty)
            try await consumer.seek(partition, to: 4)
            #expect(try await consumer.read(6, from: partition).map(\.offset) == Array(4..<10))
            await consumer.close()
            await producer.close()
        },
        ClientProperty(name: "says that a topic or a partition does not exist") { lab, topic in
            let consumer = try lab.consumer()
            for partition in [KafkaPartition(topic, 7), KafkaPartition(topic + "-missing", 0)] {
                try await consumer.assign(partition, from: 0)
                let slice = try await consumer.next(partition)
                #expect(slice.trouble?.code == .unknownTopic && slice.trouble?.isPositionLost == true)
            }
            await consumer.close()
        },
        ClientProperty(name: "lets a reader go when its partition is unassigned, it is cancelled, or the consumer closed") { lab, topic in
            let (consumer, partition) = (try lab.consumer(), KafkaPartition(topic, 0))
            func waitingReader() async throws -> Task<KafkaError?, Never> {
                try await consumer.assign(partition, from: 0)
                #expect(try await consumer.next(partition).reachedEnd)
                return Task { await failure { _ = try await consumer.next(partition) } }
            }
            let unassigned = try await waitingReader()
            #expect(await failure { try await consumer.assign(partition, from: 0) }?.code == .notAssigned, "it is assigned already")
            try await consumer.unassign(partition)
            #expect(await unassigned.value?.code == .notAssigned)
            let cancelled = try await waitingReader()
            cancelled.cancel()
            #expect(await cancelled.value?.code == .cancelled)
            try await consumer.unassign(partition)
            let closed = try await waitingReader()
            await consumer.close()
            #expect([.closed, .notAssigned].contains(await closed.value?.code))
            #expect(await failure { try await consumer.assign(partition, from: 0) }?.code == .closed)
        },
        ClientProperty(name: "fetches nothing while paused, and goes on when resumed") { lab, topic in
            let (producer, consumer, partition) = (try lab.producer(topics: [topic]), try lab.consumer(), KafkaPartition(topic, 0))
            try await consumer.assign(partition, from: 0)
            #expect(try await consumer.next(partition).reachedEnd)
            try await consumer.pause([partition])
            try await producer.publish(records(10, topic: topic))
            let reader = Task { try await consumer.read(10, from: partition).count }
            let other = try lab.consumer(group: "other")  // while it reads all of it, the paused one had time enough
            try await other.assign(partition, from: 0)
            #expect(try await other.read(10, from: partition).count == 10)
            #expect(try consumer.standing(in: partition).position == 0)
            try await consumer.resume([partition])
            try await consumer.seek(partition, to: 0)
            #expect(try await reader.value == 10)
            await other.close()
            await consumer.close()
            await producer.close()
        },
    ]
}
