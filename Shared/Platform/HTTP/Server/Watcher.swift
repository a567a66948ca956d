import CMicroHTTPD
import Glibc
import Synchronization
import Threads

/// All open connections, and the one thread that notices hang-ups and passed deadlines.
final class Watcher: Sendable {
    /// How often deadlines are looked at; a deadline may be passed by this much.
    static let sweepInterval: Duration = .milliseconds(200)
    /// Hang-ups taken from the kernel at a time.
    private static let batch = 256

    private let epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
    private let state = Mutex(State())

    private struct State {
        var connections: [UInt64: Connection] = [:]
        var nextID: UInt64 = 0
        var isStopped = false
    }

    deinit {
        close(self.epoll)
    }

    var all: [Connection] { self.state.withLock { Array($0.connections.values) } }
    var count: Int { self.state.withLock { $0.connections.count } }

    func add(descriptor: Int32) -> Connection {
        let connection = self.state.withLock { state in
            state.nextID += 1
            let connection = Connection(id: state.nextID, descriptor: descriptor, now: .now)
            state.connections[connection.id] = connection
            return connection
        }
        // Closing the socket takes it out again. A failure (no memory) leaves deadlines, which end every connection in the end.
        _ = cmhd_watch(self.epoll, descriptor, connection.id)
        return connection
    }

    func remove(_ connection: Connection) {
        connection.closed()
        self.state.withLock { _ = $0.connections.removeValue(forKey: connection.id) }
    }

    func stop() {
        self.state.withLock { $0.isStopped = true }
    }

    /// Starts the thread; it ends within one sweep of `stop()`.
    func start(headTimeout: Duration) -> OSThread {
        OSThread.start(name: "http-watcher") { self.run(headTimeout: headTimeout) }
    }

    private func run(headTimeout: Duration) {
        var events = [epoll_event](repeating: epoll_event(), count: Self.batch)
        var nextSweep = ContinuousClock.now + Self.sweepInterval
        while !self.state.withLock({ $0.isStopped }) {
            let wait = max(.zero, nextSweep - .now).components.attoseconds / 1_000_000_000_000_000
            let count = epoll_wait(self.epoll, &events, Int32(Self.batch), Int32(wait) + 1)
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
