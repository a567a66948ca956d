import Glibc

/// The two ports of a node. They lie below the range that the system gives to outgoing connections (ip(7), `ip_local_port_range`): a node that is
/// started again must find its port free.
struct KafkaPorts: Sendable, Equatable {
    private static let range = 20_000..<30_000
    private static let tries = 1_000

    let broker: Int
    let controller: Int

    /// Free ones; the broker's may be given.
    static func free(broker: Int?) throws(KafkaServerError) -> KafkaPorts {
        if let broker { return KafkaPorts(broker: broker, controller: try self.free(except: broker)) }
        let chosen = try self.free(except: 0)
        return KafkaPorts(broker: chosen, controller: try self.free(except: chosen))
    }

    private static func free(except other: Int) throws(KafkaServerError) -> Int {
        for _ in 0..<Self.tries {
            let port = Int.random(in: Self.range)
            if port != other, Self.isFree(port) { return port }
        }
        throw .file(path: "127.0.0.1", reason: "no port from \(Self.range.lowerBound) to \(Self.range.upperBound - 1) is free")
    }

    private static func isFree(_ port: Int) -> Bool {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard listener >= 0 else { return false }
        defer { close(listener) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0 }
        }
    }
}
