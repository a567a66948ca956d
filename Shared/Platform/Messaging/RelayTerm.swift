import CloudEvents
import Kafka
import Observability
import Postgres
import Threads

/// One tenure of the relay's lease. What it knows of the position beyond the row lives here, and dies with the session.
///
/// After a crash PostgreSQL may give an xid that was not yet flushed a second time, so a position in memory is worth nothing once the session
/// that saw it is lost: the lease is taken again and the row alone counts.
struct RelayTerm {
    let relay: Relay
    let session: Int
    var row: RelayLease
    /// How far the relay has looked without finding anything; at or beyond `row.done`.
    private var looked: String
    private var rest = Rest.none
    private var retention = OutboxRetention()
    private var storeAt: ContinuousClock.Instant

    var epoch: Int64 { self.row.epoch }

    init(relay: Relay, lease: (row: RelayLease, session: Int)) {
        self.relay = relay
        self.session = lease.session
        self.row = lease.row
        self.looked = lease.row.done
        self.storeAt = .now + relay.settings.storeIdle
    }

    /// Publishes until the lease is lost (`FencedError`), the session is (`PostgresError`), or the task is cancelled.
    mutating func serve() async throws {
        try await self.recogniseDatabase()
        while true {
            try Task.checkCancellation()
            guard let log = self.relay.logs.current, try await self.accept(log) else {
                try await Task.sleep(for: self.relay.settings.idle)
                continue
            }
            do {
                try await self.turn(log)
            } catch let error as KafkaError {
                try await self.recover(from: error)
            } catch is LogChanged {
                await self.relay.outlet.close()
            } catch let error as UnsendableRow {
                try await self.halt(error.description)
            }
        }
    }

    /// Sends a page if there is one, or comes to be one within a turn; else, does what an idle relay has to do.
    private mutating func turn(_ log: LogLocation) async throws {
        if self.row.upto == nil, try await self.setOut() == false {
            self.relay.health.relay(.publishing)
            try await self.store()
            try await self.retention.step(of: self)
            self.rest = self.rest.deeper
            return
        }
        self.rest = .none
        try await self.sendPage(to: log)
        self.relay.health.relay(.publishing)
        if self.row.upto == nil { try await self.retention.step(of: self) }
    }

    /// Runs a transaction on the session that the lease was taken on, and on no other.
    func transaction<R: Sendable>(
        with options: TransactionOptions = TransactionOptions(), _ body: sending @escaping (borrowing Transaction) throws -> R
    ) async throws -> R {
        let session = self.session
        return try await self.relay.database.transaction(with: options) { transaction in
            guard transaction.sessionNumber == session else { throw SessionChanged() }
            return try body(transaction)
        }
    }

    /// The same for a write of position, which must hit the row: else another member holds the lease.
    func move(_ body: sending @escaping (borrowing Transaction) throws -> Bool) async throws {
        guard try await self.transaction(body) else { throw FencedError() }
    }

    /// Sends one page of the way that the relay is on, and notes it.
    private mutating func sendPage(to log: LogLocation) async throws {
        guard let upto = self.row.upto else { preconditionFailure("the relay is not on its way") }
        let (done, seq, limit, bytes) = (self.row.done, self.row.seq, self.relay.settings.page, self.relay.settings.pageBytes)
        let page = try await self.transaction { transaction in
            // A rewind begins with the primary key too: by xid it would sort the whole outbox for its first page.
            try seq == 0 && done != emptySnapshot
                ? transaction.outboxPage(from: done, to: upto, limit: limit, bytes: bytes)
                : transaction.outboxPage(from: done, to: upto, after: seq, limit: limit, bytes: bytes)
        }
        let outlet = self.relay.outlet
        try await self.relay.logs.whileLog(is: log.id) { try await outlet.send(page.rows, to: log) }
        self.relay.outlet.failpoints.reach(.relayProduced)
        let epoch = self.epoch
        if page.isFull, let last = page.rows.last {
            try await self.move { try $0.relayPassed(seq: last.seq, epoch: epoch) }
            self.row.seq = last.seq
        } else {
            try await self.move { try $0.relayArrived(epoch: epoch) }
            self.row.done = upto
            self.row.upto = nil
            self.row.seq = 0
            self.looked = upto
        }
    }

    /// Looks for something new that is visible, for as long as it may rest, and begins the way to the snapshot that shows it. False when there
    /// is nothing.
    ///
    /// Nothing is written while nothing is found: to look costs one statement, and another one after somebody has committed something.
    private mutating func setOut() async throws -> Bool {
        let (pace, session) = (self.rest.pace(self.relay.settings), self.session)
        let seen = try await self.relay.database.watch(self.looked, pace: pace, bell: self.relay.bell) { transaction, looked in
            guard transaction.sessionNumber == session else { throw SessionChanged() }
            let snapshot = try transaction.currentSnapshot()
            if snapshot == looked { return false }  // the same snapshot shows the same rows
            let differs = try transaction.outboxDiffers(from: looked, to: snapshot)
            looked = snapshot
            return differs
        }
        guard seen.found else {
            self.looked = seen.state
            return false
        }
        let (snapshot, epoch) = (seen.state, self.epoch)
        try await self.move { try $0.relaySetsOut(to: snapshot, epoch: epoch) }
        self.row.upto = snapshot
        self.row.seq = 0
        return true
    }

    /// Whether the log is the one that the position speaks of, or may now become it.
    private mutating func accept(_ log: LogLocation) async throws -> Bool {
        if self.row.logID == log.id { return true }
        let epoch = self.epoch
        guard let known = self.row.logID else {
            try await self.move { try $0.relayAdopts(logID: log.id, epoch: epoch) }
            self.row.logID = log.id
            return true
        }
        guard self.relay.settings.newLog == .rewind else {
            self.relay.health.relay(.halted("the log is not the one that was written so far (it is \(log.id), known is \(known))"))
            return false
        }
        let upto = try await self.transaction { transaction in
            let upto = try transaction.currentSnapshot()
            guard try transaction.relayRewinds(to: upto, logID: log.id, epoch: epoch) else { throw FencedError() }
            return upto
        }
        self.relay.metrics.relayRewinds.increment()
        self.relay.logger.notice("relay rewinds: the log is a new one", metadata: ["log.id": log.id, "log.before": known])
        self.row.logID = log.id
        self.startOver(to: upto)
        await self.relay.outlet.close()
        return true
    }

    /// The whole retained outbox is to go out again, up to this snapshot.
    mutating func startOver(to upto: String) {
        self.row.done = emptySnapshot
        self.row.upto = upto
        self.row.seq = 0
        self.looked = emptySnapshot
    }

    /// What can never be sent stops the relay, until somebody has mended the cause and started the process again: it must not loop.
    func halt(_ reason: String) async throws -> Never {
        self.relay.health.relay(.halted(reason))
        self.relay.logger.error("relay stopped until somebody acts", metadata: ["error": reason])
        let epoch = self.epoch
        while true {
            try await Task.sleep(for: .seconds(1))
            // Whoever mends the cause takes the lease away: then this one begins anew.
            guard try await self.transaction({ try $0.relayHolds(epoch: epoch) }) else { throw FencedError() }
        }
    }

    /// A fault of the log costs a new producer, and the page goes out again.
    private func recover(from error: KafkaError) async throws {
        if error.code == .cancelled { throw CancellationError() }
        if error.isPermanent, error.record != nil { try await self.halt(error.description) }
        self.relay.metrics.relayFaults.increment()
        self.relay.health.relay(.waiting("the log: \(error.description)"))
        self.relay.logger.warning("relay makes a new producer", metadata: ["error": error.description])
        await self.relay.outlet.close()
        self.relay.logs.lookAgain()
        try await Task.sleep(for: self.relay.settings.backOff.lowerBound)
    }

    /// Stores how far the relay has looked without finding anything, once in a while.
    private mutating func store() async throws {
        guard ContinuousClock.now >= self.storeAt else { return }
        self.storeAt = .now + self.relay.settings.storeIdle
        let (looked, epoch) = (self.looked, self.epoch)
        if looked == self.row.done { return }
        try await self.move { try $0.relayLooked(to: looked, epoch: epoch) }
        self.row.done = looked
    }
}

/// How long a relay has had nothing to do, which is how often it looks.
private enum Rest {
    /// It has just worked: it looks once, then sees to all else.
    case none
    /// It looks soon again, and ever later, for one turn.
    case light
    /// It looks as seldom as it may.
    case deep

    var deeper: Rest { self == .none ? .light : .deep }

    func pace(_ settings: MessagingSettings) -> WatchPace {
        switch self {
        case .none: WatchPace(first: settings.awake, longest: settings.idle, limit: .zero)
        case .light: WatchPace(first: settings.awake, longest: settings.idle, limit: settings.turn)
        case .deep: WatchPace(first: settings.idle, longest: settings.idle, limit: settings.turn)
        }
    }
}
