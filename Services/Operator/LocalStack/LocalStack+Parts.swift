import Configuration
import LocalServers
import ServiceLifecycle

/// It was asked to stop before it had started.
struct StackStopped: Error {}

extension LocalStack {
    /// Runs one stage of the start; what it has begun is given up when a stop is asked for.
    func stage<R: Sendable>(
        _ name: String, _ expected: Duration, progress: @escaping @Sendable () -> String? = { nil },
        _ work: @escaping @Sendable () async throws -> R
    ) async throws -> R {
        let stage = Stage(name: name, expected: expected, terminal: self.terminal, clock: self.clock, progress: progress)
        return try await self.unlessStopped { try await stage.run(work) }
    }

    /// Does a piece of work, which is given up when a stop is asked for.
    func unlessStopped<R: Sendable>(_ work: @escaping @Sendable () async throws -> R) async throws -> R {
        do {
            if let result = try await cancelWhenGracefulShutdown(work) { return result }
        } catch {
            // Whatever came of giving up: it was asked for.
            guard Task.isShuttingDownGracefully else { throw error }
        }
        throw StackStopped()
    }

    /// Keeps parts alive while a closure runs, and ends them after it.
    func keeping(_ parts: [any StackPart], while body: (_ keepers: [Keeper]) async throws -> Void) async throws {
        let terminal = self.terminal
        let keepers = parts.map { Keeper($0, say: { terminal.print($0) }, clock: self.clock) }
        try await Keeper.keeping(keepers) { try await body(keepers) }
    }

    /// The same, for a closure that wants to know no more of them.
    func keeping(_ parts: [any StackPart], while body: () async throws -> Void) async throws {
        try await self.keeping(parts) { _ in try await body() }
    }
}
