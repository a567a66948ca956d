import CRDKafka
import Glibc
import Synchronization
import Threads

/// The thread that serves a client's callbacks: it waits inside librdkafka, so that a report is handed on when it comes, and it is the one
/// that destroys the client, after all others have let go of it.
final class ServingThread: @unchecked Sendable {  // the queue may be woken from any thread, and lives until `woken`
    /// How long one wait lasts. It is cut short by `stop`; it only bounds how late a missed wake-up is made good.
    static let longestWait: Int32 = 1_000
    /// How long one wait lasts while the last users of the client finish.
    static let closingWait: Int32 = 10
    /// How long librdkafka may take to end a client, and how often that is looked at.
    static let destroyLimit: Duration = .seconds(10)
    private static let destroyPause: Duration = .milliseconds(2)

    private let handle: ClientHandle
    private let queue: OpaquePointer
    private let stopped = Atomic<Bool>(false)
    private let woken = Atomic<Bool>(false)
    private let ended = Latch()

    /// `queue` is the one that `serve` waits at; it is taken over. `users` counts the threads that still call the client.
    static func start(
        name: String, handle: ClientHandle, queue: OpaquePointer, users: UserCount,
        serve: @escaping @Sendable (OpaquePointer, Int32) -> Void, finish: @escaping @Sendable (OpaquePointer) -> Void,
        destroyed: @escaping @Sendable () -> Void = {}
    ) -> ServingThread {
        let thread = ServingThread(handle: handle, queue: queue)
        OSThread.start(name: name) {
            let queue = thread.queue
            while !thread.stopped.load(ordering: .acquiring) { serve(handle.pointer, Self.longestWait) }
            while !users.isZero || !thread.woken.load(ordering: .acquiring) { serve(handle.pointer, Self.closingWait) }
            rd_kafka_queue_destroy(queue)
            Self.destroy(handle, finish)
            destroyed()
            thread.ended.open()
        }
        return thread
    }

    /// On a thread of its own: librdkafka 2.0.2 never ends a consumer that was assigned a partition of a topic that has been deleted since. Such a
    /// client is left behind after `destroyLimit`, with its threads, and the log says so.
    private static func destroy(_ handle: ClientHandle, _ finish: @escaping @Sendable (OpaquePointer) -> Void) {
        let gone = Latch()
        OSThread.start(name: "kafka-destroy") {
            handle.destroy(after: finish)
            gone.open()
        }
        let deadline = ContinuousClock.now + Self.destroyLimit
        while !gone.isOpen {
            if ContinuousClock.now > deadline { return handle.state.neverEnded() }
            usleep(UInt32(Self.destroyPause / .microseconds(1)))
        }
    }

    private init(handle: ClientHandle, queue: OpaquePointer) {
        self.handle = handle
        self.queue = queue
    }

    /// Lets the thread end once the client has no users. Does not wait. To be called once.
    func stop() {
        self.stopped.store(true, ordering: .releasing)
        rd_kafka_queue_yield(self.queue)  // the thread destroys the queue only after it has seen `woken`
        self.woken.store(true, ordering: .releasing)
    }

    /// Waits until the client is destroyed.
    func end() async {
        await self.ended.wait()
    }
}

/// How many threads still use a client.
final class UserCount: Sendable {
    private let count: Atomic<Int>

    init(_ count: Int) {
        self.count = Atomic(count)
    }

    var isZero: Bool { self.count.load(ordering: .acquiring) == 0 }

    func join() {
        self.count.add(1, ordering: .acquiringAndReleasing)
    }

    func leave() {
        self.count.subtract(1, ordering: .acquiringAndReleasing)
    }
}
