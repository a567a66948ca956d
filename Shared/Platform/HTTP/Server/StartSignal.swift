import Synchronization

/// One outcome of starting, and those who wait for it.
final class StartSignal: Sendable {
    typealias Outcome = Result<SocketAddress, any Error>

    private struct State {
        var isClaimed = false
        var outcome: Outcome?
        var nextKey = 0
        var waiters: [Int: CheckedContinuation<SocketAddress, any Error>] = [:]
    }

    private let state = Mutex(State())

    /// True for the first who asks.
    func claim() -> Bool {
        self.state.withLock { state in
            defer { state.isClaimed = true }
            return !state.isClaimed
        }
    }

    func finish(_ outcome: Outcome) {
        let waiters = self.state.withLock { state in
            state.outcome = outcome
            defer { state.waiters = [:] }
            return Array(state.waiters.values)
        }
        for waiter in waiters { waiter.resume(with: outcome) }
    }

    func wait() async throws -> SocketAddress {
        let key = self.state.withLock { state in
            state.nextKey += 1
            return state.nextKey
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let outcome = self.state.withLock { state -> Outcome? in
                    if let outcome = state.outcome { return outcome }
                    if Task.isCancelled { return .failure(CancellationError()) }
                    state.waiters[key] = continuation
                    return nil
                }
                if let outcome { continuation.resume(with: outcome) }
            }
        } onCancel: {
            self.state.withLock { $0.waiters.removeValue(forKey: key) }?.resume(throwing: CancellationError())
        }
    }
}
