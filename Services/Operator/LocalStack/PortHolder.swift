import Glibc

/// Whoever listens at a port of this machine, as far as the system tells.
struct PortHolder: Sendable, Equatable {
    /// Process and name; nil when it is another user's and the system does not tell.
    let process: (id: Int32, name: String)?

    /// " by process 12 (nginx)", or nothing.
    var words: String { self.process.map { " by process \($0.id) (\($0.name))" } ?? "" }

    static func == (left: PortHolder, right: PortHolder) -> Bool { left.words == right.words }

    /// Looks; nil when the port is free.
    init?(of port: Int) {
        guard Self.isTaken(port) else { return nil }
        self.process = Self.inode(of: port).flatMap(Self.process)
    }

    /// Whether loopback can't be bound there. What is only lingering after its end does not count, as it does not for servers.
    private static func isTaken(_ port: Int) -> Bool {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard listener >= 0 else { return false }
        defer { close(listener) }
        var yes: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        return code != 0
    }

    /// The socket that listens there, by `/proc/net/tcp` (proc(5)): local address in column 2, state 0A in column 4, inode in column 10.
    private static func inode(of port: Int) -> String? {
        let digits = String(port, radix: 16, uppercase: true)
        let suffix = ":" + String(repeating: "0", count: 4 - digits.count) + digits
        for table in ["/proc/net/tcp", "/proc/net/tcp6"] {
            guard let file = fopen(table, "r") else { continue }
            defer { fclose(file) }
            var line = [CChar](repeating: 0, count: 512)
            while fgets(&line, Int32(line.count), file) != nil {
                let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
                let columns = text.split(separator: " ")
                if columns.count > 9, columns[1].hasSuffix(suffix), columns[3] == "0A" { return String(columns[9]) }
            }
        }
        return nil
    }

    /// The process that has a socket open.
    private static func process(with inode: String) -> (id: Int32, name: String)? {
        let target = "socket:[\(inode)]"
        for id in Self.entries(of: "/proc").compactMap({ Int32($0) }) {
            for descriptor in Self.entries(of: "/proc/\(id)/fd") where Self.link("/proc/\(id)/fd/\(descriptor)") == target {
                return (id, Self.link("/proc/\(id)/exe")?.split(separator: "/").last.map(String.init) ?? "?")
            }
        }
        return nil
    }

    private static func entries(of path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                })
        }
        return names
    }

    private static func link(_ path: String) -> String? {
        var target = [CChar](repeating: 0, count: 512)
        let count = readlink(path, &target, target.count)
        return count < 0 ? nil : String(decoding: target[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
