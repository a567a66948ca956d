import Glibc

/// Asks a PostgreSQL whether it takes connections, as a client would ask, and goes away again.
///
/// PostgreSQL's protocol 3.0: after the start-up message the server asks for a password or lets in (`R`), or refuses with an error; SQLSTATE 57P03
/// says that it is still starting or recovering. Any other refusal comes from a server that works.
struct PostgresProbe {
    let port: Int

    func isAnswered() -> Bool {
        let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard connection >= 0 else { return false }
        defer { close(connection) }
        var patience = timeval(tv_sec: 1, tv_usec: 0)
        setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(self.port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { return false }
        let hello = Self.startUp
        guard send(connection, hello, hello.count, Int32(MSG_NOSIGNAL)) == hello.count else { return false }
        var answer = [UInt8](repeating: 0, count: 512)
        let count = recv(connection, &answer, answer.count, 0)
        guard count > 0 else { return false }
        let text = String(decoding: answer[..<count], as: UTF8.self)
        return answer[0] == UInt8(ascii: "R") || (answer[0] == UInt8(ascii: "E") && !text.contains("C57P03"))
    }

    private static let startUp: [UInt8] = {
        let words = Array("user\0postgres\0database\0postgres\0\0".utf8)
        return [0, 0, 0, UInt8(words.count + 8), 0, 3, 0, 0] + words
    }()
}
