import CMicroHTTPD
import Glibc
import Synchronization
import Threads

/// All open connections, and the one thread that notices hang-ups and passed deadlines. While no connection is open it sleeps.
final class Watcher: Sendable {
    /// How often deadlines are looked at; a deadline may be passed by this much.
    static let sweepInterval: Duration = .milliseconds(200)
    /// Hang-ups taken from the kernel at a time.
    private static let batch = 256

    private let epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
    /// Wakes the thread; among the connections it has the number 0.
    private let alarm: Int32
    private let state = Mutex(State())

    private struct State {
        var connections: [UInt64: Connection] = [:]
        var nextID: UInt64 = 0
        var isStopped = false
        /// The thread waits without a limit: whoever changes something wakes it.
        var isAsleep = false

        /// Whether the thread must be woken for what has just been changed.
        mutating func wakes() -> Bool {
            defer { self.isAsleep = false }
            return self.isAsleep
        }
    }

    init() {
        self.alarm = cmhd_alarm(self.epoll)
        precondition(self.alarm >= 0, "the system gives no more descriptors")
    }

    deinit {
        close(self.alarm)
        close(self.epoll)
    }

    var all: [Connection] { self.state.withLock { Array($0.connections.values) } }
    var count: Int { self.state.withLock { $0.connections.count } }

    func add(descriptor: Int32) -> Connection {
        let (connection, wakes) = self.state.withLock { state in
            state.nextID += 1
            let connection = Connection(id: state.nextID, descriptor: descriptor, now: .now)
            state.connections[connection.id] = connection
            return (connection, state.wakes())
        }
        // Closing the socket takes it out again. A failure (no memory) leaves deadlines, which end every connection in the end.
        _ = cmhd_watch(self.epoll, descriptor, connection.id)
        if wakes { cmhd_ring(self.alarm) }
        return connection
    }

    func remove(_ connection: Connection) {
        connection.closed()
        self.state.withLock { _ = $0.connections.removeValue(forKey: connection.id) }
    }

    func stop() {
        let wakes = self.state.withLock { state in
            state.isStopped = true
            return state.wakes()
        }
        if wakes { cmhd_ring(self.alarm) }
    }

    /// Starts the thread; it ends within one sweep of `stop()`.
    func start(headTimeout: Duration) -> OSThread {
        OSThread.start(name: "http-watcher") { self.run(headTimeout: headTimeout) }
    }

    private func run(headTimeout: Duration) {
        var events = [epoll_event](repeating: epoll_event(), count: Self.batch)
        var nextSweep = ContinuousClock.now + Self.sweepInterval
        while true {
            let (isStopped, sleeps) = self.state.withLock { state in
                state.isAsleep = state.connections.isEmpty && !state.isStopped
                return (state.isStopped, state.isAsleep)
            }
            if isStopped { return }
            let wait = max(.zero, nextSweep - .now).components.attoseconds / 1_000_000_000_000_000
            let count = epoll_wait(self.epoll, &events, Int32(Self.batch), sleeps ? -1 : Int32(wait) + 1)
            for event in events.prefix(Int(max(0, count))) {
                self.state.withLock { $0.connections[event.data.u64] }?.peerHungUp()
            }
            let now = ContinuousClock.now
            guard now >= nextSweep else { continue }
            nextSweep = now + Self.sweepInterval
            for connection in self.all {
                connection.cutIfWaiting(longerThan: headTimeout, now: now)
                connection.exchange?.sweep(now: now)
            }
        }
    }
}
