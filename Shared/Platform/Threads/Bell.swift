import Synchronization

/// Wakes one waiter before its time is up.
///
/// A ring while nobody waits is kept for the next one who does, so that none is missed.
public final class Bell: Sendable {
    private struct State {
        var isRung = false
        var waiter: AsyncStream<Void>.Continuation?
    }

    private let state = Mutex(State())

    /// A bell that nobody has rung.
    public init() {}

    /// Wakes the waiter, or the next one.
    public func ring() {
        let waiter = self.state.withLock { state in
            defer { state.waiter = nil }
            state.isRung = state.waiter == nil
            return state.waiter
        }
        waiter?.finish()
    }

    /// Returns at the next ring, when the time is up, or when the task is cancelled.
    public func wait(atMost limit: Duration) async {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        let rung = self.state.withLock { state in
            if state.isRung {
                state.isRung = false
                return true
            }
            state.waiter = continuation
            return false
        }
        if rung { return }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in stream { return } }
            group.addTask { do { try await Task.sleep(for: limit) } catch { return } }  // cancelled: it was rung
            await group.next()
            group.cancelAll()
        }
    }
}
