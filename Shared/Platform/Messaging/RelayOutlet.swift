import CloudEvents
import Kafka
import Observability
import Synchronization

/// Where the relay's pages go out: a producer for the log that is there now, and a new one whenever that one is finished.
public final class RelayOutlet: Sendable {
    let failpoints: Failpoints
    private let source: String
    private let topics: [TopicDeclaration]
    private let clients: LogClientPool
    private let settings: MessagingSettings
    private let health: MessagingHealth
    private let metrics: MessagingMetrics
    private let logger: Logger
    private let open = Mutex<Open?>(nil)

    private struct Open {
        let logID: String
        let producer: KafkaProducer
        let window: EmbeddedWindow?
    }

    init(
        source: String, topics: [TopicDeclaration], clients: LogClientPool, settings: MessagingSettings, failpoints: Failpoints,
        health: MessagingHealth,
        metrics: MessagingMetrics, logger: Logger
    ) {
        self.source = source
        self.topics = topics
        self.clients = clients
        self.settings = settings
        self.failpoints = failpoints
        self.health = health
        self.metrics = metrics
        self.logger = logger
    }

    /// Sends a page in order; returns when the log has acknowledged all of it.
    func send(_ page: [OutboxRow], to log: LogLocation) async throws {
        let open = try await self.open(for: log)
        let records = try page.map { try self.record($0) }
        if let window = open.window {
            for part in window.parts(of: records) {
                try await window.waitForRoom(for: part.records)
                try await self.publish(part.records, firstRow: part.offset, of: page, with: open.producer)
            }
        } else {
            try await self.publish(records, firstRow: 0, of: page, with: open.producer)
        }
        self.metrics.relayPublished.increment(by: page.count)
    }

    /// Gives up the producer, if there is one; the next page makes a new one.
    func close() async {
        let open = self.open.withLock { open in
            defer { open = nil }
            return open
        }
        await open?.producer.close()
        await open?.window?.close()
    }

    /// The newest events that this service has written to the partitions of its topics, looking back over so many records of each.
    func newestEvents(in log: LogLocation, lookingBack limit: Int64 = 20) async throws -> [UUIDValue] {
        let admin = try KafkaAdmin(log.configuration, logger: self.logger, metrics: self.metrics.kafka)
        do {
            let newest = try await self.newestEvents(lookingBack: limit, with: admin)
            await admin.close()
            return newest
        } catch {
            await admin.close()
            throw error
        }
    }

    private func newestEvents(lookingBack limit: Int64, with admin: KafkaAdmin) async throws -> [UUIDValue] {
        let partitions = self.topics.flatMap { topic in
            (0..<Int32(topic.partitions)).map { KafkaPartition(topic: self.settings.topicPrefix + topic.topic.name, number: $0) }
        }
        let marks = try await admin.watermarks(of: partitions)
        var newest: [UUIDValue] = []
        for back in 1...limit {
            let places = marks.compactMapValues { $0.high - back >= $0.low ? $0.high - back : nil }
            if places.isEmpty { break }
            for record in try await admin.records(at: places).values where record.header("ce_source") == Array(self.source.utf8) {
                if let id = record.header("ce_id").flatMap({ UUIDValue(String(decoding: $0, as: UTF8.self)) }) { newest.append(id) }
            }
        }
        return newest
    }

    private func publish(_ records: [KafkaRecord], firstRow: Int, of page: [OutboxRow], with producer: KafkaProducer) async throws {
        do throws(KafkaError) { try await producer.publish(records) } catch {
            if error.isPermanent, let record = error.record {
                throw UnsendableRow(page[firstRow + record], error)
            }
            throw error
        }
    }

    private func open(for log: LogLocation) async throws -> Open {
        if let open = self.open.withLock({ $0 }), open.logID == log.id, open.producer.isUsable { return open }
        await self.close()
        let names = self.topics.map { self.settings.topicPrefix + $0.topic.name }
        let producer = try KafkaProducer(log.configuration, topics: names, logger: self.logger, metrics: self.metrics.kafka)
        let window =
            log.isEmbedded
            ? try EmbeddedWindow(log: log, topics: self.topics, clients: self.clients, settings: self.settings, health: self.health)
            : nil
        let open = Open(logID: log.id, producer: producer, window: window)
        self.open.withLock { $0 = open }
        return open
    }

    private func record(_ row: OutboxRow) throws -> KafkaRecord {
        guard let id = EventID(row.eventID), let type = EventType(parsing: row.type) else { throw UnsendableRow(row, NotWrittenHere()) }
        let envelope: CloudEvent
        do throws(CloudEventError) {
            envelope = try CloudEvent(
                id: id, source: self.source, type: type, subject: row.subject, time: row.time,
                dataSchema: self.settings.schemaBase + type.schemaName, key: row.key, college: row.college, version: row.version,
                trace: row.traceparent.flatMap { TraceContext(traceparent: $0) }, data: row.data)
        } catch { throw UnsendableRow(row, error) }
        return KafkaRecord(
            topic: self.settings.topicPrefix + row.topic, key: row.key, value: row.data,
            headers: envelope.headers.map { KafkaHeader(name: $0.name, value: $0.value) })
    }
}

/// A row that the log will never take, however often it is sent.
struct UnsendableRow: Error, CustomStringConvertible {
    let seq: Int64
    let eventID: UUIDValue
    let type: String
    let topic: String
    let cause: any Error

    init(_ row: OutboxRow, _ cause: any Error) {
        self.seq = row.seq
        self.eventID = row.eventID
        self.type = row.type
        self.topic = row.topic
        self.cause = cause
    }

    var description: String {
        "the event \(self.eventID) (\(self.type), outbox row \(self.seq)) cannot be sent to \(self.topic): \(self.cause)"
    }
}

/// An id or a type that this program cannot have written.
struct NotWrittenHere: Error, CustomStringConvertible {
    var description: String { "its id or its type is none; somebody else than this program wrote the row" }
}
