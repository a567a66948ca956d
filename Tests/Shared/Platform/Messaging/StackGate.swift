import Synchronization

/// Lets so many toy suites run at a time: each is four processes and some twenty database sessions.
final class StackGate: Sendable {
    static let shared = StackGate(limit: 2)

    private struct State {
        var free: Int
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    init(limit: Int) {
        self.state = Mutex(State(free: limit))
    }

    func enter() async {
        await withCheckedContinuation { continuation in
            let isFree = self.state.withLock { state in
                if state.free > 0 {
                    state.free -= 1
                    return true
                }
                state.waiters.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    func leave() {
        let next = self.state.withLock { state -> CheckedContinuation<Void, Never>? in
            if state.waiters.isEmpty {
                state.free += 1
                return nil
            }
            return state.waiters.removeFirst()
        }
        next?.resume()
    }
}
