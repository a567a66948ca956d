import CloudEvents
import JSON
import Kafka
import Postgres

/// A parked event, as it is read back to be tried again.
struct ParkedEvent: Sendable {
    let id: UUIDValue
    let logID: String
    let message: KafkaMessage
}

extension Transaction {
    /// Sets records aside, each once however often it comes, and lets the partition go on.
    borrowing func park(_ consumer: String, logID: String, topic: String, _ refusals: [Refusal]) throws {
        for refusal in refusals {
            let (message, envelope) = (refusal.message, refusal.envelope)
            try self.execute(
                """
                INSERT INTO parked (consumer, log_id, topic, partition, record_offset, subject, version, event_id, college, key, headers, data,
                    cause, error)
                VALUES (\(consumer), \(logID), \(topic), \(message.partition.number), \(message.offset), \(envelope?.subject),
                    \(envelope?.version), \(envelope?.id.value), \(envelope?.college), \(message.key), \(ParkedHeaders.write(message.headers)),
                    \(message.value), \(refusal.cause.rawValue), \(refusal.reason))
                ON CONFLICT DO NOTHING
                """)
        }
    }

    /// Which versions of a subject wait parked within a range: those are no hole.
    borrowing func parkedVersions(_ consumer: String, topic: String, subject: UUIDValue, in range: ClosedRange<Int64>) throws -> Int {
        try self.query(
            """
            SELECT count(DISTINCT version) FROM parked
            WHERE consumer = \(consumer) AND topic = \(topic) AND subject = \(subject)
              AND event_id IS NOT NULL AND version BETWEEN \(range.lowerBound) AND \(range.upperBound)
            """
        ).one(Int.self)
    }

    /// The events of one cause that wait, in the order of their versions.
    borrowing func waitingParked(_ consumer: String, topic: String, cause: Refusal.Cause, limit: Int) throws -> [UUIDValue] {
        try self.query(
            """
            SELECT id FROM parked
            WHERE consumer = \(consumer) AND topic = \(topic) AND cause = \(cause.rawValue) AND state = 'parked'
            ORDER BY subject, version, id LIMIT \(limit)
            """
        ).map { try $0.decode(UUIDValue.self) }
    }

    /// A parked event that still waits and that nobody else is at.
    borrowing func lockParked(_ id: UUIDValue) throws -> ParkedEvent? {
        let rows = try self.query(
            """
            SELECT log_id, topic, partition, record_offset, key, headers, data FROM parked
            WHERE id = \(id) AND state = 'parked' FOR UPDATE SKIP LOCKED
            """)
        guard let row = rows.first else { return nil }
        let (logID, topic, partition, offset, key, headers, data) = try row.decode(
            (String, String, Int32, Int64, [UInt8]?, [UInt8], [UInt8]?).self)
        let message = KafkaMessage(
            partition: KafkaPartition(topic: topic, number: partition), offset: offset, timestamp: nil, key: key, value: data,
            headers: try ParkedHeaders.read(headers))
        return ParkedEvent(id: id, logID: logID, message: message)
    }

    /// Notes what another try came to: a refusal anew, or its end.
    borrowing func noteRetried(_ id: UUIDValue, state: String, refusal: Refusal?) throws {
        try self.execute(
            """
            UPDATE parked SET attempts = attempts + 1, state = \(state), cause = coalesce(\(refusal?.cause.rawValue), cause),
                error = coalesce(\(refusal?.reason), error)
            WHERE id = \(id)
            """)
    }

    /// How many events of the service wait for an operator, and for how many seconds the oldest does.
    borrowing func waitingParked() throws -> (count: Int, oldest: Double) {
        let (count, oldest) = try self.query(
            """
            SELECT count(*), coalesce(extract(epoch FROM clock_timestamp() - min(parked_at)), 0)::float8 FROM parked WHERE state = 'parked'
            """
        ).one((Int, Double).self)
        return (count, oldest)
    }
}

/// Headers as bytes: a JSON array of `[name, text]`, or `[name, null, hexadecimal]` where the value is not UTF-8.
enum ParkedHeaders {
    static func write(_ headers: [KafkaHeader]) -> [UInt8] {
        JSON.array(
            headers.map { header in
                if let text = String(validating: header.value, as: UTF8.self) { return .array([.string(header.name), .string(text)]) }
                let digits = header.value.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
                return .array([.string(header.name), .null, .string(digits)])
            }
        ).bytes()
    }

    static func read(_ bytes: [UInt8]) throws -> [KafkaHeader] {
        let headers = try JSON(parsing: bytes).array ?? []
        return headers.map { header in
            let name = header[0]?.string ?? ""
            if let text = header[1]?.string { return KafkaHeader(name: name, value: text) }
            return KafkaHeader(name: name, value: Self.bytes(header[2]?.string ?? ""))
        }
    }

    private static func bytes(_ hexadecimal: String) -> [UInt8] {
        let digits = Array(hexadecimal.utf8)
        return stride(from: 0, to: digits.count - 1, by: 2).compactMap {
            UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16)
        }
    }
}
