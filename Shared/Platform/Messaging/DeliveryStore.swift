import CloudEvents
import Postgres

/// What an outbox says of one subject.
struct WrittenSubject: Sendable {
    let subject: UUIDValue
    let versions: [Int64]
    let colleges: [Int32]
}

extension Transaction {
    /// The next subjects of a topic in order, with all their versions that are kept.
    borrowing func writtenSubjects(topic: String, after: UUIDValue, limit: Int) throws -> [WrittenSubject] {
        try self.query(
            """
            SELECT subject, array_agg(version ORDER BY version), array_agg(DISTINCT college) FROM outbox
            WHERE topic = \(topic) AND subject > \(after) GROUP BY subject ORDER BY subject LIMIT \(limit)
            """
        ).decode((UUIDValue, [Int64], [Int32]).self).map { WrittenSubject(subject: $0, versions: $1, colleges: $2) }
    }

    borrowing func appliedSubjects(
        _ consumer: String, topic: String, after: UUIDValue, through: UUIDValue
    ) throws -> [UUIDValue: (version: Int64, college: Int32)] {
        let rows = try self.query(
            """
            SELECT subject, version, college FROM inbox_version
            WHERE consumer = \(consumer) AND topic = \(topic) AND subject > \(after) AND subject <= \(through)
            """
        ).decode((UUIDValue, Int64, Int32).self)
        return Dictionary(uniqueKeysWithValues: rows.map { ($0, ($1, $2)) })
    }

    /// Versions that wait for an operator, or were skipped by one for a reason.
    borrowing func parkedSubjects(
        _ consumer: String, topic: String, after: UUIDValue, through: UUIDValue
    ) throws -> [UUIDValue: [Int64]] {
        let rows = try self.query(
            """
            SELECT subject, array_agg(version) FROM parked
            WHERE consumer = \(consumer) AND topic = \(topic) AND subject > \(after) AND subject <= \(through)
              AND version IS NOT NULL AND state IN ('parked', 'skipped') GROUP BY subject
            """
        ).decode((UUIDValue, [Int64]).self)
        return Dictionary(uniqueKeysWithValues: rows.map { ($0, $1) })
    }

    borrowing func heldSubjects(_ consumer: String, topic: String, after: UUIDValue, limit: Int) throws -> [UUIDValue] {
        try self.query(
            """
            SELECT subject FROM inbox_version WHERE consumer = \(consumer) AND topic = \(topic) AND subject > \(after)
            ORDER BY subject LIMIT \(limit)
            """
        ).map { try $0.decode(UUIDValue.self) }
    }

    borrowing func subjectsInOutbox(_ subjects: [UUIDValue]) throws -> [UUIDValue] {
        try self.query("SELECT DISTINCT subject FROM outbox WHERE subject = ANY (\(subjects)::uuid[])").map {
            try $0.decode(UUIDValue.self)
        }
    }
}
