import Glibc

/// A thread of the operating system that runs one function to its end.
///
/// For C handles that block: nothing that blocks may run on Swift's own pool, which has as many threads as the machine has cores.
public struct OSThread: Sendable {
    private let handle: pthread_t

    /// Starts a thread. Its name (cut to 15 bytes, Linux's limit) is what `top -H` and a debugger show.
    ///
    /// Nonisolated by declaration: a C callback written inside a main-actor function would trap on the new thread.
    public nonisolated static func start(name: String, _ body: @escaping @Sendable () -> Void) -> OSThread {
        var handle = pthread_t()
        let start = Unmanaged.passRetained(Start(name: name, body: body))
        let code = pthread_create(
            &handle, nil,
            { raw in
                guard let raw else { return nil }
                let start = Unmanaged<Start>.fromOpaque(raw).takeRetainedValue()
                Self.nameThisThread(start.name)
                start.body()
                return nil
            }, start.toOpaque())
        precondition(code == 0, "the system gives no more threads: \(String(cString: strerror(code)))")
        return OSThread(handle: handle)
    }

    /// Waits until the thread has ended. To be called once, from a thread that may block.
    public func join() {
        pthread_join(self.handle, nil)
    }

    /// `pthread_setname_np` is behind `_GNU_SOURCE`, which Swift's Glibc module does not set; the kernel's file does the same.
    private static func nameThisThread(_ name: String) {
        let file = open("/proc/thread-self/comm", O_WRONLY)
        guard file >= 0 else { return }
        var name = String(decoding: name.utf8.prefix(15), as: UTF8.self)
        name.withUTF8 { _ = write(file, $0.baseAddress, $0.count) }
        close(file)
    }

    /// What travels to the new thread.
    private final class Start: Sendable {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }
}
