import Threads

/// Services that start in order and stop in reverse.
///
/// Order is dependency: what stands later may use what stands earlier. When one service fails or ends by itself, the others are shut down
/// gracefully too, and the group throws what went wrong.
public struct ServiceGroup: Service {
    private let services: [any Service]
    private let signals: [Int32]
    private let grace: Duration

    /// Each service has `grace` to stop by itself before its task is cancelled. The signals ask for a graceful shutdown of the group.
    public init(_ services: [any Service], gracefulShutdownSignals signals: [Int32] = [], grace: Duration = .seconds(10)) {
        self.services = services
        self.signals = signals
        self.grace = grace
    }

    /// Runs all services; returns when all have stopped after a graceful shutdown.
    public func run() async throws {
        let members = self.services.map { GroupMember(service: $0) }
        // Before anything starts: whoever sees the first sign of life may ask it to stop.
        let signals = self.signals.isEmpty ? nil : UnixSignals(self.signals)
        try await withThrowingTaskGroup(of: Ending.self) { group in
            for member in members {
                group.addTask { await member.run() }
            }
            group.addTask {
                do { try await gracefulShutdown() } catch { return .cancelled }
                return .asked
            }
            if let signals {
                group.addTask {
                    for await _ in signals { return .asked }
                    return .cancelled
                }
            }
            let first = try await group.next() ?? .cancelled
            if case .cancelled = first { group.cancelAll() }
            for member in members.reversed() {
                await member.stop(within: self.grace)
            }
            group.cancelAll()
            var failure = first.failure
            while let ending = try await group.next() { failure = failure ?? ending.failure }
            if let failure { throw failure }
        }
    }

}

/// How one of a group's tasks ended.
enum Ending: Sendable {
    case asked
    case cancelled
    case stopped
    case failed(any Error)

    var failure: (any Error)? {
        if case .failed(let error) = self { error } else { nil }
    }
}

/// A service returned though nobody had asked it to stop.
public struct EndedEarly: Error, CustomStringConvertible {
    /// The type of the service.
    public let service: String

    /// One sentence.
    public var description: String { "\(self.service) ended, though nobody had asked it to stop" }
}
