import CloudEvents
import Kafka
import Observability
import Postgres

extension RelayTerm {
    /// Finds out whether the database is still the one whose snapshots the row holds.
    ///
    /// A restored one has another system identifier, and then xids mean nothing: every row of the outbox counts as long visible, and all of it goes
    /// out again. One that was brought back to an earlier moment goes on under another timeline.
    mutating func recogniseDatabase() async throws {
        let now = try await self.transaction { transaction in
            try transaction.requireSynchronousCommit()
            return try transaction.databaseIdentity()
        }
        defer {
            self.row.systemIdentifier = now.systemIdentifier
            self.row.timeline = now.timeline
        }
        let epoch = self.epoch
        if let before = self.row.systemIdentifier, before != now.systemIdentifier {
            self.relay.health.relay(.waiting("the outbox of a restored database to be made readable"))
            let upto = try await self.transaction(with: TransactionOptions(statementTimeout: .seconds(3_600))) { transaction in
                try transaction.forgetOutboxTransactions()
                let upto = try transaction.currentSnapshot()
                guard try transaction.relayRewindsRestored(to: upto, identity: now, epoch: epoch) else { throw FencedError() }
                return upto
            }
            self.relay.logger.notice("relay rewinds: the database is a restored one", metadata: ["database": "\(now.systemIdentifier)"])
            self.relay.metrics.relayRewinds.increment()
            self.startOver(to: upto)
            return
        }
        if self.row.systemIdentifier == nil || self.row.timeline == now.timeline {
            try await self.move { try $0.relayKnows(now, epoch: epoch) }
            return
        }
        try await self.checkTail()
        try await self.move { try $0.relayKnows(now, epoch: epoch) }
    }

    /// The database was brought back to an earlier moment. If the log holds an event of this service that the outbox lacks, there are two
    /// histories, and only a person can say which is to stand.
    private func checkTail() async throws {
        while true {
            guard let log = self.relay.logs.current else {
                try await Task.sleep(for: self.relay.settings.idle)
                continue
            }
            let newest: [UUIDValue]
            do { newest = try await self.relay.outlet.newestEvents(in: log) } catch let error as KafkaError {
                self.relay.health.relay(.waiting("the log: \(error.description)"))
                self.relay.logs.lookAgain()
                try await Task.sleep(for: self.relay.settings.backOff.lowerBound)
                continue
            }
            let missing = try await self.transaction { try $0.eventsMissingFromOutbox(newest) }
            guard let event = missing.first else { return }
            try await self.halt(
                "the database was brought back to an earlier moment, but the log holds events from after it (\(event) is one): two histories"
            )
        }
    }
}

/// Which PostgreSQL this is: snapshots and xids speak of one of them only.
struct DatabaseIdentity: Sendable, Equatable {
    let systemIdentifier: Int64
    let timeline: Int
}

extension Transaction {
    borrowing func databaseIdentity() throws -> DatabaseIdentity {
        let (identifier, timeline) = try self.query(
            """
            SELECT (SELECT system_identifier FROM pg_control_system()),
                   ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int
            """
        ).one((Int64, Int32).self)
        return DatabaseIdentity(systemIdentifier: identifier, timeline: Int(timeline))
    }

    borrowing func relayKnows(_ identity: DatabaseIdentity, epoch: Int64) throws -> Bool {
        try self.execute(
            """
            UPDATE relay SET system_identifier = \(identity.systemIdentifier), timeline = \(Int32(identity.timeline)),
                moved_at = clock_timestamp()
            WHERE epoch = \(epoch)
            """) == 1
    }

    borrowing func relayRewindsRestored(to upto: String, identity: DatabaseIdentity, epoch: Int64) throws -> Bool {
        try self.execute(
            """
            UPDATE relay SET done = \(emptySnapshot)::text::pg_snapshot, upto = \(upto)::text::pg_snapshot, seq = 0,
                system_identifier = \(identity.systemIdentifier), timeline = \(Int32(identity.timeline)), moved_at = clock_timestamp()
            WHERE epoch = \(epoch)
            """) == 1
    }

    /// Gives every row the first xid that there can be: visible to all.
    borrowing func forgetOutboxTransactions() throws {
        try self.execute("UPDATE outbox SET xid = '3' WHERE xid <> '3'")
    }

    /// Which of these events the outbox does not have.
    borrowing func eventsMissingFromOutbox(_ events: [UUIDValue]) throws -> [UUIDValue] {
        try self.query(
            """
            SELECT event.id FROM unnest(\(events)::uuid[]) AS event (id)
            WHERE NOT EXISTS (SELECT FROM outbox WHERE outbox.event_id = event.id)
            """
        ).map { try $0.decode(UUIDValue.self) }
    }
}
