import CLibPQ
import Glibc

/// One physical connection, always in libpq's pipeline mode. It belongs to one thread.
///
/// Statements go out together, one flush, and come back together. Waiting is our own poll(2), so that a caller who goes away or a server that is
/// silent can end it.
final class Connection {
    /// No two connections of a process have the same.
    let number: Int
    let handle: OpaquePointer
    private let wake: Wake
    private var cache: StatementCache
    private var sending = Sending()
    private var steps: [Sending.Step] = []
    /// A prepared statement no longer fits: all are forgotten before the next transaction.
    private var isStale = false
    /// Nothing more may be sent: it broke, or what it would answer is not known.
    private(set) var isBroken = false

    init(_ handle: OpaquePointer, number: Int, preparedLimit: Int, wake: Wake) {
        self.handle = handle
        self.number = number
        self.cache = StatementCache(limit: preparedLimit)
        self.wake = wake
    }

    deinit {
        PQfinish(self.handle)
    }

    /// Whether no transaction is open.
    var isIdle: Bool { PQtransactionStatus(self.handle) == PQTRANS_IDLE }

    /// Whether a statement failed and only ROLLBACK will do.
    var isAborted: Bool { PQtransactionStatus(self.handle) == PQTRANS_INERROR }

    /// Statements that must go out before the next transaction.
    func housekeeping() -> [SQL] {
        let names = self.isStale ? ["ALL"] : self.cache.makeRoom()
        if self.isStale { self.cache.forgetAll() }
        self.isStale = false
        return names.map { SQL(trusted: "DEALLOCATE \($0)", recurs: false) }
    }

    /// Sends statements and waits for all answers; gives the last one's. The first error is thrown; what stands behind it was not done.
    func run(_ prefix: [SQL], _ last: SQL, patience: Duration?, ticket: Ticket?) throws(PostgresError) -> Rows {
        self.steps.removeAll(keepingCapacity: true)
        for sql in prefix { try self.send(sql) }
        try self.send(last)
        guard PQpipelineSync(self.handle) == 1 else { throw self.broken() }
        let deadline = patience.map { ContinuousClock.now + $0 }
        var rows: Rows?
        var failure: PostgresError?
        for step in self.steps {
            let result = try self.next(deadline, ticket)
            switch PQresultStatus(result) {
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK: rows = Rows(result)
            case PGRES_FATAL_ERROR:
                let latest = self.failure(result)
                failure = self.isBroken ? latest : failure ?? latest
                PQclear(result)
                self.unprepare(step)
            case PGRES_PIPELINE_ABORTED:
                PQclear(result)
                self.unprepare(step)
            default:
                PQclear(result)
                throw self.broken("COPY is not for here")
            }
            if let failure, self.isBroken { throw failure }
            if PQstatus(self.handle) == CONNECTION_BAD { throw self.broken(failure?.description) }
            if let end = try self.answer(deadline, ticket) { PQclear(end) }  // nil: the end of one statement's answers
        }
        PQclear(try self.next(deadline, ticket))  // the pipeline's end
        if let failure { throw failure }
        guard let rows else { throw self.broken() }
        return rows
    }

    private func send(_ sql: SQL) throws(PostgresError) {
        guard self.sending.send(sql, place: self.cache.place(of: sql), to: self.handle, steps: &self.steps) else { throw self.broken() }
    }

    private func unprepare(_ step: Sending.Step) {
        if case .prepare(let name) = step { self.cache.forget(name) }
    }

    private func failure(_ result: OpaquePointer) -> PostgresError {
        let refusal = ServerRefusal(result)
        if refusal.endsSession { return self.broken(refusal.description) }
        guard refusal.isStalePlan else { return .refused(refusal) }
        self.isStale = true
        return .cacheInvalidated
    }

    private func next(_ deadline: ContinuousClock.Instant?, _ ticket: Ticket?) throws(PostgresError) -> OpaquePointer {
        guard let result = try self.answer(deadline, ticket) else { throw self.broken() }
        return result
    }

    /// The next result, without ever blocking inside libpq.
    private func answer(_ deadline: ContinuousClock.Instant?, _ ticket: Ticket?) throws(PostgresError) -> OpaquePointer? {
        while PQisBusy(self.handle) == 1 {
            let left = deadline.map { ContinuousClock.now.duration(to: $0) }
            if let left, left <= .zero { throw self.broken("the server did not answer in time") }
            let isUnwanted = ticket?.isCancelled == true
            if isUnwanted { self.cancel() }
            let isThere = self.wait(for: isUnwanted ? min(left ?? Self.cancelInterval, Self.cancelInterval) : left)
            if isThere, PQconsumeInput(self.handle) == 0 { break }  // PQgetResult tells what happened
        }
        return PQgetResult(self.handle)
    }

    /// Waits until the server says something. False when the time is up, or when somebody woke this thread.
    private func wait(for time: Duration?) -> Bool {
        var waits = [
            pollfd(fd: PQsocket(self.handle), events: Int16(POLLIN), revents: 0),
            pollfd(fd: self.wake.reading, events: Int16(POLLIN), revents: 0),
        ]
        poll(&waits, 2, time.map { Int32(clamping: $0.milliseconds) } ?? -1)
        if waits[1].revents != 0 { self.wake.drain() }
        return waits[0].revents != 0
    }

    /// A request that comes before the server has begun on the statement is lost, so it is repeated this often.
    private static let cancelInterval = Duration.milliseconds(50)

    /// Asks the server to end what it does. If that can't be asked, it ends by itself.
    private func cancel() {
        guard let request = PQgetCancel(self.handle) else { return }
        defer { PQfreeCancel(request) }
        var message = [CChar](repeating: 0, count: 256)
        PQcancel(request, &message, Int32(message.count))
    }

    func broken(_ reason: String? = nil) -> PostgresError {
        self.isBroken = true
        let message = PQerrorMessage(self.handle).map { String(cString: $0) } ?? ""
        return .connectionLost(reason: reason ?? ServerRefusal.oneLine(message))
    }
}
