import CMicroHTTPD  // brings the socket declarations of glibc along, and may be the one that owns them
import Glibc

/// An address to listen on.
public struct SocketAddress: Sendable, Hashable, CustomStringConvertible {
    /// The address as digits.
    public let host: String
    /// The port.
    public let port: Int

    init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// What a listening socket is bound to.
    init?(boundTo descriptor: Int32) {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let host: String? = withUnsafeMutablePointer(to: &storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                guard getsockname(descriptor, address, &length) == 0 else { return nil }
                return withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(NI_MAXHOST)) { text in
                    guard getnameinfo(address, length, text.baseAddress, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0,
                        let start = text.baseAddress
                    else { return nil }
                    return String(cString: start)
                }
            }
        }
        guard let host else { return nil }
        self.host = host
        self.port = withUnsafeBytes(of: &storage) { Int(UInt16(bigEndian: $0.load(fromByteOffset: 2, as: UInt16.self))) }
    }

    /// As it stands in a URL: `127.0.0.1:8080`, `[::1]:8080`.
    public var description: String { self.host.contains(":") ? "[\(self.host)]:\(self.port)" : "\(self.host):\(self.port)" }

    /// Lends the address in the system's form. Nil when the host is no address or the port no port.
    func withSystemAddress<Result>(_ body: (UnsafePointer<sockaddr>) -> Result?) -> Result? {
        guard let port = UInt16(exactly: self.port) else { return nil }
        var four = sockaddr_in()
        four.sin_family = sa_family_t(AF_INET)
        four.sin_port = port.bigEndian
        if inet_pton(AF_INET, self.host, &four.sin_addr) == 1 {
            return withUnsafePointer(to: four) { $0.withMemoryRebound(to: sockaddr.self, capacity: 1, body) }
        }
        var six = sockaddr_in6()
        six.sin6_family = sa_family_t(AF_INET6)
        six.sin6_port = port.bigEndian
        guard inet_pton(AF_INET6, self.host, &six.sin6_addr) == 1 else { return nil }
        return withUnsafePointer(to: six) { $0.withMemoryRebound(to: sockaddr.self, capacity: 1, body) }
    }
}
