import Glibc
import Threads

/// Asks a server of this machine one question over HTTP, and wants no more than the status of its answer.
struct HealthProbe: Sendable {
    let port: Int
    let path: String

    /// The status; nil when nobody answers within two seconds. On a thread of its own, since sockets block.
    func status(on threads: Workers<Void>) async -> Int? {
        // A queue that has ended answers nobody, as a server that is not there.
        do { return try await threads.run { _ in self.ask() } } catch { return nil }
    }

    private func ask() -> Int? {
        let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard connection >= 0 else { return nil }
        defer { close(connection) }
        var patience = timeval(tv_sec: 2, tv_usec: 0)
        setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(self.port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        guard connected == 0 else { return nil }
        let question = Array("GET \(self.path) HTTP/1.1\r\nHost: localhost:\(self.port)\r\nConnection: close\r\n\r\n".utf8)
        guard send(connection, question, question.count, Int32(MSG_NOSIGNAL)) == question.count else { return nil }
        var answer = [UInt8](repeating: 0, count: 64)
        let count = recv(connection, &answer, answer.count, 0)
        guard count > 12 else { return nil }
        // RFC 9112 §4: HTTP/1.1 SP status SP
        return Int(String(decoding: answer[9..<12], as: UTF8.self))
    }
}
