import CMicroHTTPD  // brings the socket declarations of glibc along, and may be the one that owns them
import Glibc

/// A TCP connection that sends any bytes: well-formed requests, and attacks. Its calls block, so they belong on a thread of their own.
struct RawSocket: Sendable {
    let descriptor: Int32

    /// Connects. A receive gives up after `patience`.
    init(to address: SocketAddress, patience: Duration = .seconds(20), receiveBuffer: Int32? = nil) throws(NoResponse) {
        let descriptor: Int32? = address.withSystemAddress { system in
            let descriptor = socket(Int32(system.pointee.sa_family), Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
            if var size = receiveBuffer { setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, 4) }
            let length = system.pointee.sa_family == AF_INET ? MemoryLayout<sockaddr_in>.size : MemoryLayout<sockaddr_in6>.size
            if connect(descriptor, system, socklen_t(length)) == 0 { return descriptor }
            let code = errno
            Glibc.close(descriptor)
            return -code
        }
        guard let descriptor, descriptor >= 0 else { throw .cannotConnect(errno: -(descriptor ?? -EINVAL)) }
        self.descriptor = descriptor
        var limit = timeval(tv_sec: Int(patience.components.seconds), tv_usec: Int(patience.components.attoseconds / 1_000_000_000_000))
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var isOn: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, 4)
    }

    /// Sends all of it; false when the other side has closed.
    @discardableResult func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { Glibc.send(self.descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count <= 0 { return false }
            sent += count
        }
        return true
    }

    /// Sends all of a text in UTF-8.
    @discardableResult func send(_ text: String) -> Bool {
        self.send(Array(text.utf8))
    }

    enum Received: Equatable {
        case bytes([UInt8])
        case ended
        case reset
        case nothing
    }

    /// What comes next.
    func receive(upTo limit: Int = 65_536) -> Received {
        var buffer = [UInt8](repeating: 0, count: limit)
        let count = recv(self.descriptor, &buffer, limit, 0)
        if count > 0 { return .bytes(Array(buffer[..<count])) }
        if count == 0 { return .ended }
        return errno == EAGAIN ? .nothing : .reset
    }

    /// Everything until the other side closes, resets or falls silent; which of them it was.
    func receiveAll() -> (bytes: [UInt8], end: Received) {
        var all: [UInt8] = []
        while true {
            let next = self.receive()
            guard case .bytes(let bytes) = next else { return (all, next) }
            all += bytes
        }
    }

    /// The next whole answer. Bytes that follow it stay in `pending`.
    func receiveResponse(_ pending: inout [UInt8], toHead isHead: Bool = false) throws(NoResponse) -> ReceivedResponse {
        var isAll = false
        while true {
            var slice = pending[...]
            if let response = try ReceivedResponse.take(from: &slice, toHead: isHead, isAll: isAll) {
                pending = Array(slice)
                return response
            }
            guard !isAll, case .bytes(let bytes) = self.receive() else {
                if isAll { throw .broken(received: String(decoding: pending.prefix(200), as: UTF8.self)) }
                isAll = true
                continue
            }
            pending += bytes
        }
    }

    /// Says that no more will be sent.
    func finishSending() {
        shutdown(self.descriptor, Int32(SHUT_WR))
    }

    /// Closes; with `resetting` by RST instead of FIN.
    func close(resetting: Bool = false) {
        if resetting {
            var linger = linger(l_onoff: 1, l_linger: 0)
            setsockopt(self.descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
        }
        Glibc.close(self.descriptor)
    }
}
