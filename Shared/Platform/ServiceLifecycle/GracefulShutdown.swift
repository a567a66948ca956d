import Synchronization

/// One request to stop, and those who wait for it.
///
/// Sticky: who asks after the request was made is told at once.
final class ShutdownRequest: Sendable {
    private struct State {
        var isMade = false
        var nextKey = 0
        var handlers: [Int: @Sendable () -> Void] = [:]
    }

    private let state = Mutex(State())

    /// The request that concerns the running task, set by the group that runs the service.
    @TaskLocal static var current: ShutdownRequest?

    var isMade: Bool { self.state.withLock { $0.isMade } }

    /// Handlers run outside the lock: what they do may ask for the lock again.
    func make() {
        let handlers = self.state.withLock { state in
            state.isMade = true
            defer { state.handlers = [:] }
            return Array(state.handlers.values)
        }
        for handler in handlers { handler() }
    }

    func add(_ handler: @escaping @Sendable () -> Void) -> Int? {
        let key: Int? = self.state.withLock { state in
            if state.isMade { return nil }
            state.nextKey += 1
            state.handlers[state.nextKey] = handler
            return state.nextKey
        }
        if key == nil { handler() }
        return key
    }

    func remove(_ key: Int?) {
        guard let key else { return }
        self.state.withLock { _ = $0.handlers.removeValue(forKey: key) }
    }

    /// Returns when the request is made, or the task is cancelled.
    func wait() async {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        let key = self.add { continuation.finish() }
        defer { self.remove(key) }
        for await _ in stream { return }
    }
}

/// Runs an operation; calls the handler once if a graceful shutdown is asked for meanwhile (at once if it already was).
public func withGracefulShutdownHandler<Result>(
    isolation: isolated (any Actor)? = #isolation,
    operation: () async throws -> Result,
    onGracefulShutdown handler: @escaping @Sendable () -> Void
) async rethrows -> Result {
    guard let request = ShutdownRequest.current else { return try await operation() }
    let key = request.add(handler)
    defer { request.remove(key) }
    return try await operation()
}

/// Returns when a graceful shutdown is asked for; throws `CancellationError` when the task is cancelled first.
public func gracefulShutdown() async throws {
    if let request = ShutdownRequest.current {
        await request.wait()
    } else {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)  // nobody can ask: wait for the cancellation
        for await _ in stream { return }
        continuation.finish()
    }
    try Task.checkCancellation()
}

/// Runs an operation that a graceful shutdown cancels. Nil when it was cut short so.
public func cancelWhenGracefulShutdown<Result: Sendable>(_ operation: @escaping @Sendable () async throws -> Result) async throws -> Result?
{
    try await withThrowingTaskGroup(of: Result?.self) { group in
        group.addTask {
            try await gracefulShutdown()
            return nil
        }
        group.addTask {
            do { return try await operation() } catch is CancellationError where ShutdownRequest.current?.isMade == true { return nil }
        }
        let first = try await group.next() ?? nil
        group.cancelAll()
        if first == nil { return try await group.next() ?? nil }  // cut short, or done at the same moment
        return first
    }
}

extension Task where Success == Never, Failure == Never {
    /// Whether a graceful shutdown has been asked for.
    public static var isShuttingDownGracefully: Bool { ShutdownRequest.current?.isMade ?? false }
}
