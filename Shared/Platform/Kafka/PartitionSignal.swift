import Synchronization

/// Wakes the one reader of a partition when something has come for it. Remembers one wake-up that nobody waited for.
final class PartitionSignal: Sendable {
    private struct State {
        var isRaised = false
        var waiting: UnsafeContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    func raise() {
        let waiting = self.state.withLock { state in
            if state.waiting == nil { state.isRaised = true }
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume()
    }

    /// Returns at the next wake-up, or when the task is cancelled. One reader at a time; a second one lets the first go on.
    func wait() async {
        await withTaskCancellationHandler {
            await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
                let released = self.state.withLock { state -> UnsafeContinuation<Void, Never>? in
                    if state.isRaised || Task.isCancelled {
                        state.isRaised = false
                        return continuation
                    }
                    defer { state.waiting = continuation }
                    return state.waiting
                }
                released?.resume()
            }
        } onCancel: {
            self.raise()
        }
    }

    /// The same, at the latest at the deadline.
    func wait(until deadline: ContinuousClock.Instant) async {
        await withTaskGroup { group in
            group.addTask { await self.wait() }
            group.addTask {
                do { try await Task.sleep(until: deadline, clock: .continuous) } catch { return }  // woken before its time
            }
            await group.next()
            group.cancelAll()
        }
    }
}
