import Observability
import Postgres

/// Deletes what is old, published and superseded. Of every aggregate the newest event stays for ever, so that the log can be filled again.
///
/// It walks over the outbox by `seq`, a window at a time, and begins anew after the end: what it costs does not grow with what is kept.
struct OutboxRetention {
    private var cursor: Int64 = 0
    private var nextAt = ContinuousClock.now

    mutating func step(of term: RelayTerm) async throws {
        guard ContinuousClock.now >= self.nextAt else { return }
        let (cursor, rows, age) = (self.cursor, term.relay.settings.retentionRows, term.relay.settings.retention)
        let (done, epoch) = (term.row.done, term.epoch)
        let outcome = try await term.transaction { transaction in
            try transaction.deleteSuperseded(after: cursor, window: rows, olderThan: age, published: done, epoch: epoch)
        }
        term.relay.metrics.outboxDeleted.increment(by: outcome.deleted)
        self.cursor = outcome.last ?? 0
        self.nextAt = .now + (outcome.last == nil ? term.relay.settings.retentionInterval : .seconds(1))
    }
}

extension Transaction {
    /// Looks at the next window of rows and deletes what may go; `last` is where it ended, nil when it came to the young ones.
    borrowing func deleteSuperseded(
        after cursor: Int64, window: Int, olderThan age: Duration, published done: String, epoch: Int64
    ) throws -> (deleted: Int, last: Int64?) {
        let rows = try self.query(
            """
            SELECT seq, written_at < clock_timestamp() - make_interval(secs => \(age.seconds))
              AND xid < pg_snapshot_xmin(\(done)::text::pg_snapshot)
            FROM outbox WHERE seq > \(cursor) ORDER BY seq LIMIT \(window)
            """
        ).decode((Int64, Bool).self)
        let old = rows.prefix { $0.1 }.map(\.0)
        guard let last = old.last else { return (0, nil) }
        let deleted = try self.execute(
            """
            DELETE FROM outbox AS old
            WHERE seq = ANY (\(old)) AND EXISTS (SELECT FROM relay WHERE epoch = \(epoch))
              AND EXISTS (SELECT FROM outbox AS newer WHERE newer.subject = old.subject AND newer.version > old.version
                AND newer.xid < pg_snapshot_xmin(\(done)::text::pg_snapshot))
            """)
        return (deleted, old.count == window ? last : nil)
    }
}
