import CloudEvents
import Observability
import Postgres

/// The relay's row, as its owner read it.
struct RelayLease: Sendable, Equatable {
    /// The fence: every write of the row compares it.
    let epoch: Int64
    /// The log that the position speaks of; nil before the first.
    var logID: String?
    /// All that this snapshot sees is published.
    var done: String
    /// The snapshot that the relay is on the way to.
    var upto: String?
    /// On that way, everything up to here is published.
    var seq: Int64
    var systemIdentifier: Int64?
    var timeline: Int?
}

/// One event of the outbox.
struct OutboxRow: Sendable {
    let seq: Int64
    let eventID: UUIDValue
    let topic: String
    let key: String
    let type: String
    let subject: UUIDValue
    let version: Int64
    let college: Int32
    let time: WallTime
    let traceparent: String?
    let data: [UInt8]
}

/// Rows to be sent at once, and whether the difference may hold more.
struct OutboxPage: Sendable {
    let rows: [OutboxRow]
    let isFull: Bool
}

/// The snapshot that sees nothing. The only one that is ever built by hand.
let emptySnapshot = "1:1:"

extension Transaction {
    /// Takes the lease if nobody alive holds it. The condition stands in the UPDATE itself: two that ask at once cannot both get it.
    borrowing func takeRelayLease(_ member: UUIDValue, dead: Duration) throws -> RelayLease? {
        let rows = try self.query(
            """
            UPDATE relay SET epoch = epoch + 1, owner = \(member), moved_at = clock_timestamp()
            WHERE EXISTS (SELECT FROM member WHERE id = \(member)) AND (owner IS NULL OR owner = \(member)
               OR NOT EXISTS (SELECT FROM member WHERE id = owner AND seen_at > clock_timestamp() - make_interval(secs => \(dead.seconds))))
            RETURNING epoch, log_id, done::text, upto::text, seq, system_identifier, timeline
            """)
        return try rows.first?.relayLease()
    }

    /// Lets go of the lease that a member holds.
    borrowing func releaseRelayLease(of member: UUIDValue) throws {
        try self.execute("UPDATE relay SET owner = NULL, moved_at = clock_timestamp() WHERE owner = \(member)")
    }

    /// Whether the lease is still the one that was taken.
    borrowing func relayHolds(epoch: Int64) throws -> Bool {
        try self.query("SELECT EXISTS (SELECT FROM relay WHERE epoch = \(epoch))").one(Bool.self)
    }

    borrowing func currentSnapshot() throws -> String {
        try self.query("SELECT pg_current_snapshot()::text").one(String.self)
    }

    /// Whether something is visible in `upto` that was not in `done`. To be asked in a later statement than the one that read `upto`.
    borrowing func outboxDiffers(from done: String, to upto: String) throws -> Bool {
        try self.query(
            """
            SELECT EXISTS (SELECT FROM outbox WHERE xid >= pg_snapshot_xmax(\(done)::text::pg_snapshot)
                AND xid < pg_snapshot_xmax(\(upto)::text::pg_snapshot) AND pg_visible_in_snapshot(xid, \(upto)::text::pg_snapshot))
              OR EXISTS (SELECT FROM outbox WHERE xid = ANY (ARRAY(SELECT pg_snapshot_xip(\(done)::text::pg_snapshot)))
                AND pg_visible_in_snapshot(xid, \(upto)::text::pg_snapshot))
            """
        ).one(Bool.self)
    }

    /// The first page of a difference, by the index on xid.
    borrowing func outboxPage(from done: String, to upto: String, limit: Int, bytes: Int) throws -> OutboxPage {
        try self.outboxPage(
            """
            SELECT seq, event_id, topic, key, type, subject, version, college, time, traceparent, data FROM (
              SELECT seq, event_id, topic, key, type, subject, version, college, time, traceparent, data FROM outbox
              WHERE xid >= pg_snapshot_xmax(\(done)::text::pg_snapshot) AND xid < pg_snapshot_xmax(\(upto)::text::pg_snapshot)
                AND pg_visible_in_snapshot(xid, \(upto)::text::pg_snapshot)
              UNION ALL
              SELECT seq, event_id, topic, key, type, subject, version, college, time, traceparent, data FROM outbox
              WHERE xid = ANY (ARRAY(SELECT pg_snapshot_xip(\(done)::text::pg_snapshot)))
                AND pg_visible_in_snapshot(xid, \(upto)::text::pg_snapshot)
            ) AS difference ORDER BY seq LIMIT \(limit)
            """, limit: limit, bytes: bytes)
    }

    /// A later page of the same difference, by the primary key: a rewind of n rows must not be quadratic.
    borrowing func outboxPage(from done: String, to upto: String, after seq: Int64, limit: Int, bytes: Int) throws -> OutboxPage {
        try self.outboxPage(
            """
            SELECT seq, event_id, topic, key, type, subject, version, college, time, traceparent, data FROM outbox
            WHERE seq > \(seq)
              AND (xid >= pg_snapshot_xmax(\(done)::text::pg_snapshot) AND xid < pg_snapshot_xmax(\(upto)::text::pg_snapshot)
                OR xid = ANY (ARRAY(SELECT pg_snapshot_xip(\(done)::text::pg_snapshot))))
              AND pg_visible_in_snapshot(xid, \(upto)::text::pg_snapshot)
            ORDER BY seq LIMIT \(limit)
            """, limit: limit, bytes: bytes)
    }

    /// Cuts what was found by its size, inside the database: at least one row, and no more than `bytes` besides.
    private borrowing func outboxPage(_ found: SQL, limit: Int, bytes: Int) throws -> OutboxPage {
        let rows = try self.query(
            """
            SELECT seq, event_id, topic, key, type, subject, version, college, time, traceparent, data, found FROM (
              SELECT page.*, count(*) OVER () AS found, sum(octet_length(data)) OVER (ORDER BY seq) - octet_length(data) AS before
              FROM (\(found)) AS page) AS measured
            WHERE before < \(bytes) ORDER BY seq
            """
        ).map { try $0.outboxRow() }
        return OutboxPage(rows: rows.map(\.row), isFull: rows.count == limit || rows.count < rows.first?.found ?? 0)
    }

    /// Begins the way to a snapshot. False when the lease is lost.
    borrowing func relaySetsOut(to upto: String, epoch: Int64) throws -> Bool {
        try self.execute("UPDATE relay SET upto = \(upto)::text::pg_snapshot, seq = 0, moved_at = clock_timestamp() WHERE epoch = \(epoch)")
            == 1
    }

    /// Notes a full page. False when the lease is lost.
    borrowing func relayPassed(seq: Int64, epoch: Int64) throws -> Bool {
        try self.execute("UPDATE relay SET seq = \(seq), moved_at = clock_timestamp() WHERE epoch = \(epoch)") == 1
    }

    /// Notes the last page: the way is done. False when the lease is lost.
    borrowing func relayArrived(epoch: Int64) throws -> Bool {
        try self.execute(
            "UPDATE relay SET done = upto, upto = NULL, seq = 0, moved_at = clock_timestamp() WHERE epoch = \(epoch)") == 1
    }

    /// Stores how far an idle relay has looked. False when the lease is lost.
    borrowing func relayLooked(to done: String, epoch: Int64) throws -> Bool {
        try self.execute("UPDATE relay SET done = \(done)::text::pg_snapshot, moved_at = clock_timestamp() WHERE epoch = \(epoch)") == 1
    }

    /// Takes the log for the one that the position speaks of. False when the lease is lost.
    borrowing func relayAdopts(logID: String, epoch: Int64) throws -> Bool {
        try self.execute("UPDATE relay SET log_id = \(logID), moved_at = clock_timestamp() WHERE epoch = \(epoch)") == 1
    }

    /// Starts over on a new log: the whole retained outbox goes out again. False when the lease is lost.
    borrowing func relayRewinds(to upto: String, logID: String, epoch: Int64) throws -> Bool {
        try self.execute(
            """
            UPDATE relay SET done = \(emptySnapshot)::text::pg_snapshot, upto = \(upto)::text::pg_snapshot, seq = 0, log_id = \(logID),
                moved_at = clock_timestamp()
            WHERE epoch = \(epoch)
            """) == 1
    }
}
