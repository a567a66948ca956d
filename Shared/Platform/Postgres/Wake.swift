import Glibc
import Synchronization

/// A pipe by which another thread wakes the one that waits for the server.
final class Wake: Sendable {
    let reading: Int32
    private let writing: Int32

    init() {
        var ends: [Int32] = [0, 0]
        precondition(pipe(&ends) == 0, "the system gives no more pipes")
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        (self.reading, self.writing) = (ends[0], ends[1])
    }

    deinit {
        close(self.reading)
        close(self.writing)
    }

    /// A full pipe wakes as well as one more byte would.
    func signal() {
        _ = write(self.writing, [1], 1)
    }

    /// Waits until somebody signals, or the time is up. A signal that came before counts.
    func wait(atMost limit: Duration) {
        var waits = [pollfd(fd: self.reading, events: Int16(POLLIN), revents: 0)]
        poll(&waits, 1, Int32(clamping: limit.milliseconds))
        if waits[0].revents != 0 { self.drain() }
    }

    func drain() {
        var bytes = [UInt8](repeating: 0, count: 64)
        while read(self.reading, &bytes, bytes.count) > 0 {}
    }
}

/// One wish for a transaction: its caller may withdraw it from any thread, at any time.
final class Ticket: Sendable {
    private let state = Mutex<(isCancelled: Bool, wake: Wake?)>((false, nil))

    var isCancelled: Bool { self.state.withLock { $0.isCancelled } }

    func cancel() {
        let wake = self.state.withLock { state in
            state.isCancelled = true
            return state.wake
        }
        wake?.signal()
    }

    /// From now on a thread works on it and wants to be woken.
    func start(_ wake: Wake) {
        self.state.withLock { $0.wake = wake }
    }

    /// COMMIT is on its way, or all is over: nobody is woken any more.
    func end() {
        self.state.withLock { $0.wake = nil }
    }
}
