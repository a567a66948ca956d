import CloudEvents
import Kafka
import Observability
import Postgres

/// A partition that this member has claimed, and where its reader is in it.
struct InboxClaim: Sendable, Equatable {
    /// The topic's name without an installation's prefix.
    let topic: String
    let partition: Int32
    /// The fence: every move of position compares it.
    var epoch: Int64
    var nextOffset: Int64
    /// Where the reader began; only one that began at 0 can tell a hole from what was before its time.
    var beganAt: Int64
    /// The event at `nextOffset - 1`, by which a log that was made anew is recognised.
    var lastEventID: UUIDValue?
    var logID: String

    var place: InboxPlace { InboxPlace(topic: self.topic, partition: self.partition) }
}

/// A partition of a topic, by its name without prefix.
struct InboxPlace: Sendable, Hashable, CustomStringConvertible {
    let topic: String
    let partition: Int32

    var description: String { "\(self.topic)-\(self.partition)" }
}

/// Who reads: one projection of one service, as one member.
struct InboxReader: Sendable {
    let consumer: String
    let member: UUIDValue
}

extension Transaction {
    /// Makes rows for partitions that are read for the first time.
    borrowing func addInbox(_ consumer: String, _ partitions: [(place: InboxPlace, low: Int64)], logID: String) throws {
        try self.execute(
            """
            INSERT INTO inbox (consumer, topic, partition, next_offset, began_at, log_id)
            SELECT \(consumer), topic, partition, low, low, \(logID)
            FROM unnest(\(partitions.map(\.place.topic))::text[], \(partitions.map(\.place.partition))::int[], \(partitions.map(\.low))::bigint[])
              AS found (topic, partition, low)
            ON CONFLICT DO NOTHING
            """)
    }

    /// Claims what is free, what a dead member holds, and what is ours but read by nobody (`held` is what is). The condition stands in the UPDATE
    /// itself: checked before it, members that start together would fence each other.
    borrowing func claimInbox(
        _ reader: InboxReader, topics: [String], held: [InboxPlace], dead: Duration
    ) throws -> [InboxClaim] {
        let (consumer, member) = (reader.consumer, reader.member)
        let (heldTopics, heldPartitions) = (held.map(\.topic), held.map(\.partition))
        return try self.query(
            """
            UPDATE inbox SET epoch = epoch + 1, owner = \(member)
            WHERE consumer = \(consumer) AND (topic, partition) IN (
                SELECT topic, partition FROM inbox AS free
                WHERE consumer = \(consumer) AND topic = ANY (\(topics)::text[])
                  AND (owner IS NULL OR owner = \(member) OR NOT EXISTS (SELECT FROM member
                       WHERE id = owner AND seen_at > clock_timestamp() - make_interval(secs => \(dead.seconds))))
                  AND NOT EXISTS (SELECT FROM unnest(\(heldTopics)::text[], \(heldPartitions)::int[]) AS held (t, p)
                       WHERE held.t = free.topic AND held.p = free.partition)
                ORDER BY topic, partition FOR UPDATE SKIP LOCKED)
              AND (owner IS NULL OR owner = \(member) OR NOT EXISTS (SELECT FROM member
                   WHERE id = owner AND seen_at > clock_timestamp() - make_interval(secs => \(dead.seconds))))
            RETURNING topic, partition, epoch, next_offset, began_at, last_event_id, log_id
            """
        ).map { row in
            let (topic, partition, epoch, next, began, last, log) = try row.decode(
                (String, Int32, Int64, Int64, Int64, UUIDValue?, String).self)
            return InboxClaim(
                topic: topic, partition: partition, epoch: epoch, nextOffset: next, beganAt: began, lastEventID: last, logID: log)
        }
    }

    /// Moves the position, if it is where we left it and still ours. Part of the transaction that applies the slice.
    borrowing func moveInbox(_ consumer: String, _ claim: InboxClaim, to next: Int64, last: UUIDValue?) throws -> Bool {
        try self.execute(
            """
            UPDATE inbox SET next_offset = \(next), last_event_id = \(last)
            WHERE consumer = \(consumer) AND topic = \(claim.topic) AND partition = \(claim.partition)
              AND next_offset = \(claim.nextOffset) AND epoch = \(claim.epoch)
            """) == 1
    }

    /// Begins anew on another log, from its lowest offset. Nil when the partition is no longer ours.
    borrowing func rewindInbox(_ consumer: String, _ claim: InboxClaim, to low: Int64, logID: String) throws -> InboxClaim? {
        let rows = try self.query(
            """
            UPDATE inbox SET next_offset = \(low), began_at = \(low), last_event_id = NULL, epoch = epoch + 1, log_id = \(logID), halted = NULL
            WHERE consumer = \(consumer) AND topic = \(claim.topic) AND partition = \(claim.partition) AND epoch = \(claim.epoch)
            RETURNING epoch
            """)
        guard let row = rows.first else { return nil }
        return InboxClaim(
            topic: claim.topic, partition: claim.partition, epoch: try row.decode(Int64.self), nextOffset: low, beganAt: low,
            lastEventID: nil,
            logID: logID)
    }

    /// Notes why a partition is not read, for those who look from outside; nil when it is.
    borrowing func haltInbox(_ consumer: String, _ claim: InboxClaim, reason: String?) throws {
        try self.execute(
            """
            UPDATE inbox SET halted = \(reason)
            WHERE consumer = \(consumer) AND topic = \(claim.topic) AND partition = \(claim.partition) AND epoch = \(claim.epoch)
              AND halted IS DISTINCT FROM \(reason)
            """)
    }

    /// Lets partitions go, so that another member can take them at once.
    borrowing func releaseInbox(_ reader: InboxReader) throws {
        try self.execute("UPDATE inbox SET owner = NULL WHERE consumer = \(reader.consumer) AND owner = \(reader.member)")
    }

    /// Notes which partitions have just been read to their end. One whose row is locked is being applied: it is noted next time.
    borrowing func noteCaughtUp(_ consumer: String, _ claims: [InboxClaim]) throws {
        try self.execute(
            """
            UPDATE inbox SET caught_up_at = clock_timestamp() FROM (
              SELECT row.topic, row.partition FROM inbox AS row
              JOIN unnest(\(claims.map(\.topic))::text[], \(claims.map(\.partition))::int[], \(claims.map(\.epoch))::bigint[])
                AS read (topic, partition, epoch)
                ON row.topic = read.topic AND row.partition = read.partition AND row.epoch = read.epoch
              WHERE row.consumer = \(consumer) FOR NO KEY UPDATE OF row SKIP LOCKED) AS free
            WHERE inbox.consumer = \(consumer) AND inbox.topic = free.topic AND inbox.partition = free.partition
            """)
    }

    /// Keeps slices of a partition out while a parked event of it is tried again.
    borrowing func lockInbox(_ consumer: String, topic: String, partition: Int32) throws {
        try self.query(
            """
            SELECT epoch FROM inbox WHERE consumer = \(consumer) AND topic = \(topic) AND partition = \(partition) FOR UPDATE
            """)
    }

    /// What is known of these subjects; their rows are locked in order, so that two slices cannot wait for each other.
    borrowing func knownVersions(_ consumer: String, topic: String, of subjects: [UUIDValue]) throws -> [UUIDValue: VersionGuard.Known] {
        let rows = try self.query(
            """
            SELECT subject, version, event_id, college FROM inbox_version
            WHERE consumer = \(consumer) AND topic = \(topic) AND subject = ANY (\(subjects)::uuid[]) ORDER BY subject FOR UPDATE
            """
        ).decode((UUIDValue, Int64, UUIDValue, Int32).self)
        return Dictionary(uniqueKeysWithValues: rows.map { ($0, .init(version: $1, eventID: EventID($2), college: $3)) })
    }

    /// Notes what was applied: of each subject the newest, in order of subject.
    borrowing func noteVersions(_ consumer: String, topic: String, _ applied: [CloudEvent]) throws {
        var newest: [UUIDValue: CloudEvent] = [:]
        for event in applied where newest[event.subject].map({ $0.version < event.version }) ?? true { newest[event.subject] = event }
        let rows = newest.values.sorted { $0.subject < $1.subject }
        let noted = try self.execute(
            """
            INSERT INTO inbox_version (consumer, topic, subject, college, version, event_id)
            SELECT \(consumer), \(topic), subject, college, version, event_id
            FROM unnest(\(rows.map(\.subject))::uuid[], \(rows.map(\.college))::int[], \(rows.map(\.version))::bigint[],
                \(rows.map(\.id.value))::uuid[]) AS applied (subject, college, version, event_id)
            ON CONFLICT (consumer, topic, subject) DO UPDATE SET version = excluded.version, event_id = excluded.event_id
              WHERE inbox_version.version < excluded.version
            """)
        guard noted == rows.count else { throw FencedError() }  // a newer one was applied meanwhile
    }
}
