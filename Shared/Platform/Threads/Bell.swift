import Synchronization

/// Wakes one waiter before its time is up.
///
/// A ring while nobody waits is kept for the next one who does, so that none is missed.
public final class Bell: Sendable {
    private struct State {
        var isRung = false
        var number = 0
        var waiter: (number: Int, wake: @Sendable () -> Void)?
    }

    private let state = Mutex(State())

    /// A bell that nobody has rung.
    public init() {}

    /// Wakes the waiter, or the next one.
    public func ring() {
        let waiter = self.state.withLock { state in
            defer { state.waiter = nil }
            if state.waiter == nil { state.isRung = true }
            return state.waiter
        }
        waiter?.wake()
    }

    /// For a thread that waits by means of its own: calls `wake` at the next ring, once, from whoever rings. Nil when a ring was kept; it is taken,
    /// and `wake` is not called. One waiter at a time.
    public func listen(_ wake: @escaping @Sendable () -> Void) -> Int? {
        self.state.withLock { state in
            if state.isRung {
                state.isRung = false
                return nil
            }
            state.number += 1
            state.waiter = (state.number, wake)
            return state.number
        }
    }

    /// Ends a wait by its number. A ring from now on is for the next one who waits.
    public func forget(_ number: Int) {
        self.state.withLock { if $0.waiter?.number == number { $0.waiter = nil } }
    }

    /// Returns at the next ring, when the time is up, or when the task is cancelled. One waiter at a time.
    public func wait(atMost limit: Duration) async {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        guard let number = self.listen({ continuation.finish() }) else { return }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in stream { return } }
            group.addTask { do { try await Task.sleep(for: limit) } catch { return } }  // cancelled: it was rung
            await group.next()
            group.cancelAll()
        }
        self.forget(number)
    }
}
