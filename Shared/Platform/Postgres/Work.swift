/// A transaction on its way, on the thread that runs it.
///
/// What opens it (BEGIN, the scope) waits in `prefix` and goes out with the first statement, in one round trip; so does the opening and the
/// release of savepoints. A transaction without a statement costs nothing.
final class Work {
    /// How deep savepoints may nest.
    static let savepointLimit = 64

    let connection: Connection
    private let settings: DatabaseSettings
    private let options: TransactionOptions
    private let ticket: Ticket
    private let start: ContinuousClock.Instant
    private var prefix: [SQL]
    private var depth = 0
    /// Whether somebody is to be woken once it is committed.
    var ringsOnCommit = false
    /// Whether anything went out.
    private var hasBegun = false
    /// Why nothing more can be done in it.
    private var end: PostgresError?

    init(
        on connection: Connection, scope: Scope, options: TransactionOptions, settings: DatabaseSettings, ticket: Ticket,
        start: ContinuousClock.Instant
    ) {
        self.connection = connection
        self.settings = settings
        self.options = options
        self.ticket = ticket
        self.start = start
        precondition(!options.isPerStatement || scope == .none, "a scope lasts as long as a transaction")
        self.prefix = options.isPerStatement ? [] : [options.begin]
        if let timeout = options.statementTimeout, options.deadline == nil { self.prefix.append(Self.limit(to: timeout)) }
        if let statement = scope.statement { self.prefix.append(statement) }
    }

    func run(_ sql: SQL) throws(PostgresError) -> Rows {
        if let end { throw end }
        guard !self.ticket.isCancelled else { throw self.ended(.cancelled) }
        guard sql.parameters.count <= SQL.parameterLimit else {
            throw .limitReached(name: "values in one statement", limit: SQL.parameterLimit)
        }
        if let fault = sql.parameters.fault { throw .unencodable(position: fault.position, reason: fault.reason) }
        var patience = self.options.statementTimeout ?? self.settings.statementTimeout
        if let left = try self.timeLeft() {
            patience = min(patience ?? left, left)
            self.prefix.append(Self.limit(to: patience ?? left))
        }
        var prefix = self.prefix
        self.prefix.removeAll(keepingCapacity: true)
        if !self.hasBegun { prefix.insert(contentsOf: self.connection.housekeeping(), at: 0) }
        self.hasBegun = true
        do {
            return try self.connection.run(
                prefix, sql, patience: patience.map { $0 + self.settings.silenceLimit }, ticket: self.ticket)
        } catch {
            if self.options.isPerStatement, case .connectionLost(let reason) = error { throw self.ended(.commitUnknown(reason: reason)) }
            let failure = self.meaning(of: error)
            if self.connection.isBroken || self.connection.isIdle { throw self.ended(failure) }  // without BEGIN nothing may follow
            throw failure
        }
    }

    func commit() throws(PostgresError) {
        if let end { throw end }
        guard self.hasBegun else { return }
        if self.options.isPerStatement { return self.ticket.end() }
        guard !self.ticket.isCancelled else { throw self.ended(.cancelled) }
        _ = try self.timeLeft()
        guard !self.connection.isAborted else { throw self.ended(.notCommitted) }
        self.ticket.end()
        let rows: Rows
        do {
            rows = try self.connection.run(self.prefix, "COMMIT", patience: self.patienceAtEnd, ticket: nil)
        } catch {
            if case .connectionLost(let reason) = error { throw .commitUnknown(reason: reason) }
            throw error
        }
        guard rows.tag == "COMMIT" else { throw .notCommitted }
    }

    /// A rollback that fails leaves the connection broken or in a transaction; then it is closed, which rolls back as well.
    func rollBack() {
        self.ticket.end()
        guard self.hasBegun, !self.connection.isBroken, !self.connection.isIdle else { return }
        do { _ = try self.connection.run([], "ROLLBACK", patience: self.patienceAtEnd, ticket: nil) } catch { self.end = self.end ?? error }
    }

    /// Opens a savepoint; gives back its depth.
    func openSavepoint() throws(PostgresError) -> Int {
        precondition(!self.options.isPerStatement, "a savepoint needs a transaction around it")
        guard self.depth < Self.savepointLimit else { throw .limitReached(name: "savepoints in one another", limit: Self.savepointLimit) }
        self.depth += 1
        self.prefix.append(SQL(trusted: "SAVEPOINT s\(self.depth)"))
        return self.depth
    }

    func release(savepoint: Int) {
        self.depth = savepoint - 1
        if !self.withdraw(savepoint) { self.prefix.append(SQL(trusted: "RELEASE SAVEPOINT s\(savepoint)")) }
    }

    /// When this fails the transaction has ended, and says so at its next statement.
    func rollBack(savepoint: Int) {
        self.depth = savepoint - 1
        if self.withdraw(savepoint) || self.end != nil { return }
        self.prefix = []
        do {
            _ = try self.connection.run(
                [SQL(trusted: "ROLLBACK TO SAVEPOINT s\(savepoint)")], SQL(trusted: "RELEASE SAVEPOINT s\(savepoint)"),
                patience: self.patienceAtEnd, ticket: nil)
        } catch {
            self.end = error
        }
    }

    /// A savepoint that has not gone out, and all that was to go out behind it, is as if it had never been.
    private func withdraw(_ savepoint: Int) -> Bool {
        guard let index = self.prefix.lastIndex(where: { $0.text == "SAVEPOINT s\(savepoint)" }) else { return false }
        self.prefix.removeSubrange(index...)
        return true
    }

    private var patienceAtEnd: Duration? { self.settings.statementTimeout.map { $0 + self.settings.silenceLimit } }

    private func timeLeft() throws(PostgresError) -> Duration? {
        guard let deadline = self.options.deadline else { return nil }
        let left = deadline - self.start.duration(to: .now)
        guard left > .zero else { throw self.ended(.deadlinePassed(deadline)) }
        return left
    }

    /// What a cancelled statement means depends on who wanted it to end.
    private func meaning(of error: PostgresError) -> PostgresError {
        guard error.refusal?.sqlState == "57014" else { return error }
        if self.ticket.isCancelled { return .cancelled }
        if let deadline = self.options.deadline, self.start.duration(to: .now) >= deadline { return .deadlinePassed(deadline) }
        return error
    }

    private func ended(_ error: PostgresError) -> PostgresError {
        self.end = error
        return error
    }

    private static func limit(to duration: Duration) -> SQL {
        "SELECT set_config('statement_timeout', \(String(max(1, duration.milliseconds))), true)"
    }
}
