public import Kafka
public import Observability
public import ServiceLifecycle
import Synchronization
import Threads

/// A log, and how to reach it.
public struct LogLocation: Sendable {
    /// Which log it is: Kafka's cluster id, or the id that an embedded broker was born with.
    public let id: String
    /// How to reach it.
    public let configuration: KafkaConfiguration
    /// Whether it is the embedded broker: memory only, and no more than 5 MiB a partition.
    public let isEmbedded: Bool

    /// A location from its parts.
    public init(id: String, configuration: KafkaConfiguration, isEmbedded: Bool) {
        self.id = id
        self.configuration = configuration
        self.isEmbedded = isEmbedded
    }
}

/// Keeps knowing which log is there. Relay and consumers compare what it says with the log that their positions speak of.
public final class LogWatch: Service {
    private let locate: @Sendable () async throws -> LogLocation
    private let interval: Duration
    private let logger: Logger
    private let state = Mutex<LogLocation?>(nil)
    private let wanted = Bell()

    /// `locate` finds the log: it reads an embedded broker's file, or asks a cluster for its id. It is called every `interval`, and when somebody
    /// has lost a connection.
    public init(interval: Duration, logger: Logger, locate: @escaping @Sendable () async throws -> LogLocation) {
        self.locate = locate
        self.interval = interval
        self.logger = logger.labelled("log")
    }

    /// The log that was there when it was last looked for; nil before the first time.
    public var current: LogLocation? { self.state.withLock { $0 } }

    /// Asks for a look before the interval is over: a connection was lost.
    public func lookAgain() {
        self.wanted.ring()
    }

    /// Runs a body as long as the log is this one; cancels it and throws `LogChanged` when another is found.
    ///
    /// Whoever waits for a log that is gone would wait for ever: a producer has no deadline.
    func whileLog<Result: Sendable>(is id: String, _ body: @escaping @Sendable () async throws -> Result) async throws -> Result {
        try await withThrowingTaskGroup(of: Result.self) { group in
            group.addTask { try await body() }
            group.addTask {
                while self.current?.id == id { try await Task.sleep(for: .milliseconds(100)) }
                throw LogChanged()
            }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { throw CancellationError() }
            return first
        }
    }

    /// Looks, again and again, until it is told to stop.
    public func run() async throws {
        _ = try await cancelWhenGracefulShutdown {
            while true {
                await self.look()
                await self.wanted.wait(atMost: self.current == nil ? .milliseconds(100) : self.interval)
                try Task.checkCancellation()
            }
        }
    }

    private func look() async {
        do {
            let found = try await self.locate()
            let before = self.state.withLock { state in
                defer { state = found }
                return state
            }
            if before?.id != found.id { self.logger.info("log found", metadata: ["log.id": found.id, "log.before": before?.id ?? "none"]) }
        } catch {
            // The log that is known stays known: that it cannot be reached now does not make it another.
            self.logger.debug("log not found", metadata: ["error": "\(error)"])
        }
    }
}

/// The log that something was under way to is no longer there.
struct LogChanged: Error {}
