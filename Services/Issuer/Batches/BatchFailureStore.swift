import CloudEvents
import Events
import Messaging
import Postgres

/// Why rows of a batch were not issued, and how many of them for this reason.
struct BatchFailure: Sendable, Equatable {
    let reason: String
    let count: Int
}

extension Transaction {
    /// Why rows of a batch were not issued, the most frequent reason first.
    borrowing func failures(of batch: BatchID, college: CollegeID, limit: Int) throws(PostgresError) -> [BatchFailure] {
        try self.query(
            """
            SELECT coalesce(reason, ''), count(*) FROM issuer.batch_item
            WHERE college = \(college.number) AND batch = \(batch.value) AND state = 'failed'
            GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT \(limit)
            """
        ).decode((String, Int64).self).map { BatchFailure(reason: $0, count: Int($1)) }
    }

    /// The next rows after a line that were not issued: their lines, and why.
    borrowing func failedRows(
        of batch: BatchID, college: CollegeID, after line: Int, limit: Int
    ) throws(PostgresError) -> [(line: Int, reason: String)] {
        try self.query(
            """
            SELECT line, coalesce(reason, '') FROM issuer.batch_item
            WHERE college = \(college.number) AND batch = \(batch.value) AND state = 'failed' AND line > \(Int32(clamping: line))
            ORDER BY line LIMIT \(limit)
            """
        ).decode((Int32, String).self).map { (line: Int($0), reason: $1) }
    }
}
