import Glibc

/// Counts what is ready; a thread that waits sleeps in the kernel until there is some.
final class Semaphore: @unchecked Sendable {  // sem_t may be used from any thread: sem_overview(7)
    private let handle = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    init() {
        sem_init(self.handle, 0, 0)
    }

    deinit {
        sem_destroy(self.handle)
        self.handle.deallocate()
    }

    func signal() {
        sem_post(self.handle)
    }

    func wait() {
        while sem_wait(self.handle) != 0 {}  // a signal handler ran; there is nothing to count yet
    }

    /// False when there was nothing until the time was up. The time is the wall clock's, which somebody may set: not for what must be punctual.
    func wait(atMost limit: Duration) -> Bool {
        let (seconds, attoseconds) = limit.components
        var end = timespec()
        clock_gettime(CLOCK_REALTIME, &end)
        let nanoseconds = end.tv_nsec + Int(attoseconds / 1_000_000_000)
        end.tv_sec += Int(clamping: seconds) + nanoseconds / 1_000_000_000
        end.tv_nsec = nanoseconds % 1_000_000_000
        while sem_timedwait(self.handle, &end) != 0 {
            if errno != EINTR { return false }
        }
        return true
    }
}
