import Events
import Observability
import PathwayEngine
import Postgres
import ServiceLifecycle

/// Looks again at learners for whom something changed that was no event of theirs: a pathway was published, a credential's time is over.
///
/// A slice is a transaction of its own, so that a pathway with a million learners stops nobody.
struct LookingAgain: Service {
    /// The most learners of one transaction.
    static let slice = 500
    /// How long to wait when there was nothing to do.
    static let interval = Duration.seconds(1)

    let database: Database
    let deriving: DerivingProgress
    let logger: Logger
    let clock: any Clock<Duration>

    init(database: Database, deriving: DerivingProgress, logger: Logger, clock: any Clock<Duration> = ContinuousClock()) {
        self.database = database
        self.deriving = deriving
        self.logger = logger
        self.clock = clock
    }

    /// Works until it is told to stop.
    func run() async throws {
        _ = try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                var didWork = false
                do {
                    if try await self.hasWork() {
                        let swept = try await self.sweep()
                        let turned = try await self.turn()
                        didWork = swept || turned
                    }
                } catch is CancellationError {
                    return
                } catch {
                    self.logger.error(
                        "learners could not be looked at again; it is tried once more", metadata: ["error": Self.sentence(error)])
                }
                if didWork { continue }
                do { try await self.clock.sleep(for: Self.interval) } catch { return }
            }
        }
    }

    /// Only errors that are known to name no values of a row are said in words.
    private static func sentence(_ error: any Error) -> String { error is PostgresError ? "\(error)" : "\(type(of: error))" }

    /// Whether anything waits: an idle service asks no more than this.
    private func hasWork() async throws -> Bool {
        let time = self.deriving.now()
        return try await self.database.transaction(with: .eachStatement) { try $0.isAnythingWaiting(by: time) }
    }

    /// Takes the next slice of a sweep; false when there is none.
    func sweep() async throws -> Bool {
        let deriving = self.deriving
        return try await self.database.transaction { transaction in
            guard let sweep = try transaction.takeSweep() else { return false }
            try transaction.see(colleges: [sweep.college])
            let learners = try transaction.learners(of: sweep, limit: Self.slice)
            guard let last = learners.last else {
                try transaction.end(sweep)
                return true
            }
            try transaction.hold(learners)
            try deriving.derive(learners, in: transaction)
            try transaction.move(sweep, behind: last.person)
            return true
        }
    }

    /// Looks at learners whose credentials have begun to hold or ended; false when there is none.
    func turn() async throws -> Bool {
        let deriving = self.deriving
        return try await self.database.transaction { transaction in
            let time = deriving.now()
            let learners = try transaction.turnedLearners(by: time, limit: Self.slice)
            if learners.isEmpty { return false }
            try transaction.see(colleges: Set(learners.map(\.college)).sorted())
            try transaction.hold(learners)
            try deriving.derive(learners, in: transaction)
            try transaction.forgetTurnings(of: learners, by: time)
            return true
        }
    }
}
