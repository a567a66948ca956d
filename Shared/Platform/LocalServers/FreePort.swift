import Glibc

/// A loopback port that nobody listens on now.
///
/// Another process may take it before it is used: whoever uses it tries again with the next one.
public enum FreePort {
    /// Asks the system for one.
    public static func next() -> Int {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        precondition(listener >= 0, "the system gives no more sockets")
        defer { close(listener) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        return withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { general in
                let code = bind(listener, general, length)
                precondition(code == 0 && getsockname(listener, general, &length) == 0, "the loopback address can't be bound")
            }
            return Int(UInt16(bigEndian: $0.pointee.sin_port))
        }
    }
}
