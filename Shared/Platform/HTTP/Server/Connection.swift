import CMicroHTTPD
import Glibc
import Synchronization

/// One accepted socket.
///
/// libmicrohttpd tells nothing of a connection that waits for a head or is suspended, so this keeps what the watcher needs: since when it waits,
/// and whom to tell when the peer goes. The lock orders every use of the descriptor before libmicrohttpd closes it (it closes right after
/// `closed()` returns; the number may then belong to someone else).
final class Connection: Sendable {
    let id: UInt64
    private let descriptor: Int32
    private let state: Mutex<State>

    private struct State {
        var isClosed = false
        var peerIsGone = false
        var served = 0
        var waitingSince: ContinuousClock.Instant
        var exchange: Exchange?
    }

    init(id: UInt64, descriptor: Int32, now: ContinuousClock.Instant) {
        self.id = id
        self.descriptor = descriptor
        self.state = Mutex(State(waitingSince: now))
    }

    var exchange: Exchange? { self.state.withLock { $0.exchange } }

    func began(_ exchange: Exchange) {
        let gone = self.state.withLock { state in
            state.exchange = exchange
            return state.peerIsGone
        }
        if gone { exchange.abort(.clientGone) }
    }

    func ended() {
        self.state.withLock { state in
            state.exchange = nil
            state.served += 1
            state.waitingSince = .now
        }
    }

    func closed() {
        self.state.withLock { state in
            state.isClosed = true
            state.exchange = nil
        }
    }

    /// libmicrohttpd may never learn of it: a suspended socket is not in its epoll set, and a FIN that comes along with the last bytes raises no
    /// event of its own in an edge-triggered one. Shutting the socket down raises one.
    func peerHungUp() {
        let exchange = self.state.withLock { state in
            state.peerIsGone = true
            return state.exchange
        }
        exchange?.abort(.clientGone)
        self.cut()
    }

    /// Ends the connection at once, whatever it does.
    func cut() {
        self.state.withLock { state in
            if !state.isClosed { shutdown(self.descriptor, Int32(SHUT_RDWR)) }
        }
    }

    /// Ends it when it has waited longer for a head than it may.
    func cutIfWaiting(longerThan limit: Duration, now: ContinuousClock.Instant) {
        self.state.withLock { state in
            guard state.exchange == nil, !state.isClosed, now - state.waitingSince > limit else { return }
            shutdown(self.descriptor, Int32(SHUT_RDWR))
        }
    }

    /// Writes a last answer past libmicrohttpd, which takes none while a body arrives. False when it does not fit into the socket's buffer.
    @discardableResult func sendLastWords(_ bytes: [UInt8]) -> Bool {
        self.state.withLock { state in
            guard !state.isClosed else { return false }
            var room = Int32(bytes.count)  // a young connection's buffer holds 16 KB; the system doubles what it is given
            setsockopt(self.descriptor, SOL_SOCKET, SO_SNDBUF, &room, socklen_t(MemoryLayout<Int32>.size))
            let count = send(self.descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
            shutdown(self.descriptor, Int32(SHUT_WR))
            return count == bytes.count
        }
    }

    /// How many bytes the peer has acknowledged so far, and how many wait for it.
    func progress() -> (acknowledged: UInt64, waiting: Int) {
        self.state.withLock { state in
            state.isClosed ? (0, 0) : (cmhd_acknowledged(self.descriptor), Int(cmhd_unacknowledged(self.descriptor)))
        }
    }
}
