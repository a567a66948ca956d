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
}
