import Glibc
import Synchronization

/// Whether a child runs, how it ended, and who waits for that.
final class Life: Sendable {
    private struct State {
        var ending: Ending?
        var waiters: [CheckedContinuation<Ending, Never>] = []
    }

    private let state = Mutex(State())

    var ending: Ending? { self.state.withLock { $0.ending } }

    /// Under the lock that reaping takes too: the process id can't have gone to another process meanwhile.
    func ifRunning(_ body: () -> Void) {
        self.state.withLock { if $0.ending == nil { body() } }
    }

    /// Blocks until the child has ended; only then is the lock taken and the process id given back to the system.
    func reap(_ id: pid_t) {
        var info = siginfo_t()
        while waitid(P_PID, id_t(id), &info, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        let waiters = self.state.withLock { state in
            var status: Int32 = 0
            waitpid(id, &status, 0)
            state.ending = status & 0x7f == 0 ? .exited(status >> 8 & 0xff) : .signalled(status & 0x7f)
            defer { state.waiters = [] }
            return state.waiters
        }
        guard let ending = self.ending else { return }
        for waiter in waiters { waiter.resume(returning: ending) }
    }

    func wait() async -> Ending {
        await withCheckedContinuation { continuation in
            let ending = self.state.withLock { state in
                if state.ending == nil { state.waiters.append(continuation) }
                return state.ending
            }
            if let ending { continuation.resume(returning: ending) }
        }
    }
}
