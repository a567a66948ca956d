import CloudEvents
import Kafka
import Observability
import Synchronization

/// Holds the relay back on an embedded broker, which keeps 5 MiB of a partition and drops the oldest beyond: no reader may be overrun.
///
/// It asks how far each reader has committed and lets no more wait for the slowest than the window allows. What is not known counts as unread: a
/// reader that never committed stands at the beginning, and every byte sent since the last look is taken to lie in one partition.
final class EmbeddedWindow: Sendable {
    private let pool: LogClientPool
    private let clients: LogClients
    private let readers: [String: [KafkaPartition]]
    private let window: Int
    /// Whether somebody else writes to one of the topics too: what is unread may then be of any size.
    private let isShared: Bool
    private let pause: Duration
    private let health: MessagingHealth
    private let state = Mutex(State())

    private struct State {
        var room = 0
        var largest = 0
    }

    init(
        log: LogLocation, topics: [TopicDeclaration], clients: LogClientPool, settings: MessagingSettings, health: MessagingHealth
    ) throws(KafkaError) {
        self.pool = clients
        self.clients = try clients.clients(of: log)
        var readers: [String: [KafkaPartition]] = [:]
        for topic in topics {
            let partitions = (0..<Int32(topic.partitions)).map {
                KafkaPartition(topic: settings.topicPrefix + topic.topic.name, number: $0)
            }
            for reader in topic.readers { readers[settings.topicPrefix + reader, default: []] += partitions }
        }
        self.readers = readers
        // Each writer of a topic holds back for itself: together they stay within the window.
        self.window = settings.embeddedWindow / max(1, topics.map(\.writers.count).max() ?? 1)
        self.isShared = topics.contains { $0.writers.count > 1 }
        self.pause = settings.idle / 2
        self.health = health
    }

    func close() async {
        await self.pool.giveBack(self.clients)
    }

    /// Cuts a page into parts of at most a third of the window each; a larger record is a part of its own.
    func parts(of records: [KafkaRecord]) -> [(offset: Int, records: [KafkaRecord])] {
        var parts: [(offset: Int, records: [KafkaRecord])] = []
        var size = 0
        for (index, record) in records.enumerated() {
            let bytes = Self.size(of: record)
            if parts.isEmpty || size + bytes > self.window / 3 {
                parts.append((index, []))
                size = 0
            }
            parts[parts.count - 1].records.append(record)
            size += bytes
        }
        return parts
    }

    /// Returns when these records have room.
    func waitForRoom(for records: [KafkaRecord]) async throws {
        let bytes = records.reduce(0) { $0 + Self.size(of: $1) }
        while self.state.withLock({ $0.room < bytes && $0.room < self.window }) {
            guard let slowest = try await self.look() else { continue }
            if self.state.withLock({ $0.room >= min(bytes, self.window) }) { break }
            self.health.relay(.waiting("\(slowest), which is behind; the embedded broker keeps no more"))
            try await Task.sleep(for: self.pause)
        }
        self.state.withLock { state in
            state.room -= bytes
            state.largest = max(state.largest, records.reduce(0) { max($0, Self.size(of: $1)) })
        }
    }

    /// Measures the room anew. Gives the reader that is furthest behind; nil when all are at the end.
    private func look() async throws -> String? {
        let all = Array(Set(self.readers.values.joined()))
        let marks = try await self.clients.admin.watermarks(of: all)
        var worst = (lag: Int64(0), reader: String?.none)
        for (reader, partitions) in self.readers {
            let committed = try await self.clients.admin.committedOffsets(of: reader, in: partitions)
            for partition in partitions {
                guard let mark = marks[partition] else { continue }
                let lag = mark.high - (committed[partition] ?? mark.low)
                if lag > worst.lag { worst = (lag, reader) }
            }
        }
        self.state.withLock { state in
            // Sizes of what an earlier relay has sent are not known: room is there only when all of it is read.
            let isOfUnknownSize = state.largest == 0 || self.isShared
            let unread = isOfUnknownSize && worst.lag > 0 ? self.window : Int(worst.lag) * state.largest
            state.room = max(0, self.window - unread)
        }
        return worst.reader
    }

    private static func size(of record: KafkaRecord) -> Int {
        record.headers.reduce((record.value?.count ?? 0) + (record.key?.utf8.count ?? 0) + 64) {
            $0 + $1.name.utf8.count + $1.value.count + 4
        }
    }
}
