import Glibc

/// What the system tells of processes and ports (proc(5)).
enum SharedProcesses {
    /// All that run, with their command lines. A zombie has none.
    static func all() -> [(Int32, String)] {
        guard let folder = opendir("/proc") else { return [] }
        defer { closedir(folder) }
        var found: [(Int32, String)] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard let id = Int32(name) else { continue }
            let line = Self.text("/proc/\(id)/cmdline").split(separator: "\0").joined(separator: " ")
            if !line.isEmpty { found.append((id, line)) }
        }
        return found
    }

    /// The variables of a process, one after the other.
    static func variables(of id: Int32) -> String { Self.text("/proc/\(id)/environ") }

    /// Whose child it is.
    static func parent(of id: Int32) -> Int32? {
        Self.text("/proc/\(id)/status").split(separator: "\n").first { $0.hasPrefix("PPid:") }
            .flatMap { Int32($0.dropFirst(5).drop { $0 == " " || $0 == "\t" }) }
    }

    /// Whether nobody listens at a port of loopback.
    static func isFree(_ port: Int) -> Bool {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(listener) }
        var yes: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        } == 0
    }

    private static func text(_ path: String) -> String {
        guard let file = fopen(path, "rb") else { return "" }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        return String(decoding: bytes[..<fread(&bytes, 1, bytes.count, file)], as: UTF8.self)
    }
}
