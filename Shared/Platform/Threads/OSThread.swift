import Glibc
import Synchronization

/// A thread of the operating system that runs one function to its end.
///
/// For C handles that block: nothing that blocks may run on Swift's own pool, which has as many threads as the machine has cores. The thread gives
/// back what it took when its function has ended, whether anybody joins it or not.
public final class OSThread: Sendable {
    private let body: Mutex<(@Sendable () -> Void)?>
    private let ended = Semaphore()

    private init(_ body: @escaping @Sendable () -> Void) {
        self.body = Mutex(body)
    }

    /// Starts a thread. Its name (cut to 15 bytes, Linux's limit) is what `top -H` and a debugger show.
    ///
    /// Nonisolated by declaration: a C callback written inside a main-actor function would trap on the new thread.
    @discardableResult
    public nonisolated static func start(name: String, _ body: @escaping @Sendable () -> Void) -> OSThread {
        let thread = OSThread {
            Self.nameThisThread(name)
            body()
        }
        var handle = pthread_t()
        let code = pthread_create(
            &handle, nil,
            { raw in
                guard let raw else { return nil }
                Unmanaged<OSThread>.fromOpaque(raw).takeRetainedValue().run()
                return nil
            }, Unmanaged.passRetained(thread).toOpaque())
        precondition(code == 0, "the system gives no more threads: \(String(cString: strerror(code)))")
        pthread_detach(handle)
        return thread
    }

    /// Waits until the function has ended and what it captured is gone. Any thread that may block can call it, and more than once.
    public func join() {
        self.ended.wait()
        self.ended.signal()  // for the next one who joins
    }

    private func run() {
        self.runBody()
        self.ended.signal()
    }

    /// Apart, so that the function is released here, on its thread, before the end is told.
    private func runBody() {
        let body = self.body.withLock { body in
            defer { body = nil }
            return body
        }
        body?()
    }

    /// `pthread_setname_np` is behind `_GNU_SOURCE`, which Swift's Glibc module does not set; the kernel's file does the same.
    private static func nameThisThread(_ name: String) {
        let file = open("/proc/thread-self/comm", O_WRONLY)
        guard file >= 0 else { return }
        var name = String(decoding: name.utf8.prefix(15), as: UTF8.self)
        name.withUTF8 { _ = write(file, $0.baseAddress, $0.count) }
        close(file)
    }
}
