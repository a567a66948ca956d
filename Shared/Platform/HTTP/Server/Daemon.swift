import CMicroHTTPD
import Glibc

/// libmicrohttpd's daemon: made running, ended by `drain`, on one thread that may block.
struct Daemon: ~Copyable, @unchecked Sendable {  // the C handle may be used on any thread (microhttpd.h)
    private let handle: OpaquePointer
    private let core: ServerCore

    /// How often a drain looks whether all is done.
    private static let drainInterval: UInt32 = 5_000  // microseconds
    /// How long aborted requests have for their last answer.
    private static let lastAnswerTime: Duration = .milliseconds(250)

    init(core: ServerCore) throws(HTTPServerError) {
        let limits = core.limits
        let address = SocketAddress(host: limits.host, port: limits.port)
        var code: Int32 = 0
        let started: OpaquePointer?? = address.withSystemAddress { system in
            var config = cmhd_config(
                context: Unmanaged.passRetained(core).toOpaque(), address: system, threads: UInt32(limits.threads),
                max_connections: UInt32(limits.maxConnections), backlog: UInt32(limits.backlog),
                idle_seconds: UInt32(max(1, limits.idleTimeout.components.seconds)), connection_memory: limits.maxHeadBytes,
                access: onAccess, request_line: onRequestLine, completed: onCompleted, connection_changed: onConnectionChange,
                unescape: onUnescape, log: onLog)
            errno = 0
            let daemon = cmhd_start(&config)
            code = errno
            if daemon == nil { Unmanaged.passUnretained(core).release() }
            return .some(daemon)
        }
        guard let started else { throw .noAddress(host: limits.host, port: limits.port) }
        guard let started else { throw .cannotListen(address, errno: code) }
        self.handle = started
        self.core = core
    }

    /// Where it listens; with port 0 in the configuration, the port that the system chose.
    var address: SocketAddress? { SocketAddress(boundTo: cmhd_listener(self.handle)) }

    /// Takes no new connection, lets what is in flight finish, then cuts what is left and ends the daemon. Blocks; `isCutShort` ends the patience.
    consuming func drain(isCutShort: () -> Bool) {
        let core = self.core
        core.phase.move(to: .draining)
        for connection in core.watcher.all { connection.exchange?.drain() }
        let began = ContinuousClock.now
        self.closeListener()
        while core.watcher.count > 0, ContinuousClock.now - began < core.limits.drainTime, !isCutShort() {
            let now = ContinuousClock.now
            for connection in core.watcher.all {
                connection.exchange?.drain()
                if now - began > core.limits.idleDrainTime {
                    connection.cutIfWaiting(longerThan: core.limits.idleDrainTime, now: now)
                }
            }
            usleep(Self.drainInterval)
        }
        core.phase.move(to: .stopping)
        self.abortAll()
        MHD_stop_daemon(self.handle)
        core.watcher.stop()
        Unmanaged.passUnretained(core).release()
    }

    /// libmicrohttpd must not be stopped while a connection is suspended; aborting resumes, and an aborted exchange is not suspended again.
    private borrowing func abortAll() {
        let deadline = ContinuousClock.now + Self.lastAnswerTime
        repeat {
            for connection in self.core.watcher.all { connection.exchange?.abort(.serverStopping) }
            if self.core.watcher.all.allSatisfy({ $0.exchange == nil }) { return }
            usleep(Self.drainInterval)
        } while ContinuousClock.now < deadline
    }

    /// Closing a listening socket resets the connections that wait in its queue. So it refuses new ones first, waits for handshakes that have begun,
    /// and hands everything in the queue to the daemon. A client whose first packet was dropped sends it again, a second later, and finds another
    /// process or a closed port.
    private borrowing func closeListener() {
        let listener = MHD_quiesce_daemon(self.handle)
        guard listener >= 0 else { return }
        _ = cmhd_refuse_new(listener)  // not allowed somewhere: then a connection may come between the last accept and the close
        let deadline = ContinuousClock.now + self.core.limits.handshakeTime
        repeat {
            self.acceptWaiting(listener)
            usleep(1_000)
        } while ContinuousClock.now < deadline
        self.acceptWaiting(listener)
        close(listener)
    }

    private borrowing func acceptWaiting(_ listener: Int32) {
        var address = sockaddr_storage()
        while true {
            var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
            let taken = withUnsafeMutablePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                    let descriptor = accept(listener, pointer, &length)
                    if descriptor >= 0 { _ = MHD_add_connection(self.handle, descriptor, pointer, length) }
                    return descriptor >= 0
                }
            }
            if !taken { return }
        }
    }
}
