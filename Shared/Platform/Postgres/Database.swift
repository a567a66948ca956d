public import Observability
public import ServiceLifecycle
public import Threads

/// The way to PostgreSQL: threads with a session each, behind one first-in-first-out queue.
///
/// Threads start and sessions connect when they are first needed; a session that has had nothing to do for a while is closed. After a loss they
/// connect again with growing pauses, in which transactions fail at once. No transaction is ever repeated by this module.
///
/// When the calling task is cancelled while its transaction waits, the transaction is not begun; while it runs, the server is asked at once to end
/// the statement, and it is rolled back; once COMMIT is on its way it takes its course. In the first two cases `CancellationError` is thrown.
public final class Database: Service {
    private let core: DatabaseCore
    private let workers: Workers<Session>

    /// `address` is asked at each connecting, so that a password may change: libpq's keywords and values, or a `postgresql://` address.
    /// `bell` is rung when a transaction that asked for it is committed. `chance` gives numbers from 0 to below 1, for the pauses between tries.
    public init(
        _ settings: DatabaseSettings, bell: Bell = Bell(), metrics: DatabaseMetrics? = nil, logger: Logger? = nil,
        chance: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }, address: @escaping @Sendable () -> String
    ) {
        let core = DatabaseCore(settings: settings, bell: bell, metrics: metrics, logger: logger, address: address, chance: chance)
        self.core = core
        self.workers = Workers(
            name: settings.name, count: settings.size, limit: settings.queueLimit, startsWhenNeeded: true,
            rest: settings.idleLimit.map { .init(after: $0) { $0.rest() } }
        ) { _ in Session(core) }
    }

    /// Runs a closure in a transaction, on one of the threads: committed when it returns, rolled back when it throws.
    ///
    /// The closure's error comes out as it is; the module's own are `PostgresError`.
    @discardableResult
    public func transaction<R>(
        as scope: Scope = .none, with options: TransactionOptions = TransactionOptions(),
        _ body: sending @escaping (borrowing Transaction) throws -> sending R
    ) async throws -> sending R {
        let wish = TransactionWish(scope: scope, options: options)
        return try await self.perform(wish) { session in session.run(wish, body) }
    }

    /// Runs a closure with a session, on one of the threads; cancelling the task cancels the wish.
    func perform<R>(
        _ wish: TransactionWish, _ body: sending @escaping (Session) -> Result<R, any Error>
    ) async throws -> sending R {
        let errand = Errand(body)
        do {
            try await withTaskCancellationHandler {
                try await self.run(errand)
            } onCancel: {
                wish.ticket.cancel()
            }
            return try errand.take()
        } catch PostgresError.cancelled where Task.isCancelled {
            throw CancellationError()
        }
    }

    private func run<R>(_ errand: Errand<R>) async throws(PostgresError) {
        self.core.metrics?.waiting.set(self.workers.waiting + 1)
        defer { self.core.metrics?.waiting.set(self.workers.waiting) }
        do throws(WorkersError) {
            try await self.workers.run { errand.run(on: $0) }
        } catch {
            switch error {
            case .stopped: throw .stopped
            case .full(let limit): throw .queueFull(limit: limit)
            case .cancelled: throw .cancelled
            }
        }
    }

    /// How many transactions wait for a session.
    public var waiting: Int { self.workers.waiting }

    /// Closes the sessions once what waits has been done; nothing more is taken.
    public func stop() async {
        await self.workers.stop()
    }

    /// Stays until a graceful shutdown is asked for, then closes the sessions. In a group it stands before what uses it.
    public func run() async throws {
        do { try await gracefulShutdown() } catch is CancellationError {}
        await self.stop()
    }
}
