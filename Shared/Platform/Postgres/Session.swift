import Observability
import Threads

/// One thread's session: a connection when there is one.
final class Session {
    private let core: DatabaseCore
    let wake = Wake()
    private var connection: Connection?

    init(_ core: DatabaseCore) {
        self.core = core
    }

    /// One transaction from BEGIN to COMMIT. It is tried once: whether trying again is right, only the caller knows.
    func run<R>(
        _ wish: TransactionWish, _ body: (borrowing Transaction) throws -> sending R
    ) -> Result<R, any Error> {
        let start = ContinuousClock.now
        self.core.began(after: wish.start.duration(to: start))
        defer { self.core.ended(after: start.duration(to: .now)) }
        return self.attempt(wish, body)
    }

    /// The same, uncounted.
    func attempt<R>(
        _ wish: TransactionWish, _ body: (borrowing Transaction) throws -> sending R
    ) -> Result<R, any Error> {
        let connection: Connection
        do throws(PostgresError) {
            guard !wish.ticket.isCancelled else { throw .cancelled }
            if let deadline = wish.options.deadline, wish.start.duration(to: .now) >= deadline { throw .deadlinePassed(deadline) }
            connection = try self.connected()
        } catch {
            return .failure(error)
        }
        let work = Work(
            on: connection, scope: wish.scope, options: wish.options, settings: self.core.settings, ticket: wish.ticket, start: wish.start)
        wish.ticket.start(self.wake)
        do {
            let result = try body(Transaction(work))
            try work.commit()
            if work.ringsOnCommit { self.core.bell.ring() }
            self.keep(connection, nil)
            return .success(result)
        } catch {
            work.rollBack()
            self.keep(connection, error)
            return .failure(error)
        }
    }

    /// Closes the connection, which nobody has needed for a while.
    func rest() {
        self.connection = nil
    }

    private func connected() throws(PostgresError) -> Connection {
        if let connection { return connection }
        let new = try self.core.connect(self.wake)
        self.connection = new
        return new
    }

    /// A connection whose state is not known is closed; the server rolls back what was open.
    private func keep(_ connection: Connection, _ error: (any Error)?) {
        if connection.isBroken || !connection.isIdle {
            self.connection = nil
            self.core.lost(connection, error)
        }
    }
}

/// What a caller wants of a session.
struct TransactionWish: Sendable {
    let scope: Scope
    let options: TransactionOptions
    let ticket = Ticket()
    let start = ContinuousClock.now
}
