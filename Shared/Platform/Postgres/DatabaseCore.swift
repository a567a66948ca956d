import Observability
import Synchronization
import Threads

/// What the threads of a database share.
final class DatabaseCore: Sendable {
    let settings: DatabaseSettings
    let metrics: DatabaseMetrics?
    let bell: Bell
    private let address: @Sendable () -> String
    private let chance: @Sendable () -> Double
    private let logger: Logger?
    private let reconnection: Mutex<Reconnection>
    private let inUse = Atomic<Int>(0)

    /// Of the process, so that no two connections of two databases look alike either.
    private static let connections = Atomic<Int>(0)

    init(
        settings: DatabaseSettings, bell: Bell, metrics: DatabaseMetrics?, logger: Logger?, address: @escaping @Sendable () -> String,
        chance: @escaping @Sendable () -> Double
    ) {
        self.settings = settings
        self.metrics = metrics
        self.bell = bell
        self.logger = logger
        self.address = address
        self.chance = chance
        self.reconnection = Mutex(Reconnection(first: settings.firstPause, longest: settings.longestPause))
    }

    /// Makes a connection, unless one could not be made just now.
    func connect(_ wake: Wake) throws(PostgresError) -> Connection {
        let (pause, reason) = self.reconnection.withLock { ($0.pause(at: .now), $0.reason) }
        if let pause { throw .cannotConnect(reason: "\(reason); the next try is in \(pause.milliseconds) ms") }
        do {
            let number = Self.connections.add(1, ordering: .relaxed).newValue
            let connection = try ConnectionMaking(settings: self.settings).make(self.address(), number: number, wake: wake)
            self.reconnection.withLock { $0.succeeded() }
            self.logger?.debug("connected to PostgreSQL", metadata: ["session": String(number)])
            return connection
        } catch {
            let chance = self.chance()
            self.reconnection.withLock { $0.failed(at: .now, reason: error.reason, chance: chance) }
            self.metrics?.failures.increment()
            self.logger?.warning("PostgreSQL can't be reached", metadata: ["reason": error.reason])
            throw .cannotConnect(reason: error.reason)
        }
    }

    func lost(_ connection: Connection, _ error: (any Error)?) {
        self.metrics?.losses.increment()
        let reason = (error as? PostgresError)?.reason ?? "its state was not known"
        self.logger?.warning("a connection to PostgreSQL broke", metadata: ["session": String(connection.number), "reason": reason])
    }

    func began(after wait: Duration) {
        guard let metrics else { return }
        metrics.inUse.set(self.inUse.add(1, ordering: .relaxed).newValue)
        metrics.waitSeconds.observe(wait)
    }

    func ended(after time: Duration) {
        guard let metrics else { return }
        metrics.inUse.set(self.inUse.subtract(1, ordering: .relaxed).newValue)
        metrics.seconds.observe(time)
    }
}

extension PostgresError {
    /// The cause without the sentence around it.
    var reason: String {
        switch self {
        case .cannotConnect(let reason), .connectionLost(let reason), .commitUnknown(let reason): reason
        default: self.description
        }
    }
}
