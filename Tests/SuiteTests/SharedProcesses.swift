import Glibc

/// What the system tells of processes and ports (proc(5)).
enum SharedProcesses {
    /// All that run, with their command lines. A zombie has none.
    static func all() -> [(Int32, String)] {
        Self.numbers(in: "/proc").compactMap { id in
            let line = Self.text("/proc/\(id)/cmdline").split(separator: "\0").joined(separator: " ")
            return line.isEmpty ? nil : (id, line)
        }
    }

    /// The threads of a process.
    static func threads(of id: Int32) -> [Int32] { Self.numbers(in: "/proc/\(id)/task") }

    /// What the system says of a process, or of one of its threads, by name.
    static func status(of id: Int32, thread: Int32? = nil) -> [String: String] {
        let lines = Self.text("/proc/\(id)/" + (thread.map { "task/\($0)/" } ?? "") + "status").split(separator: "\n")
        let fields = lines.compactMap { line -> (String, String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return (String(line[..<colon]), String(line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }))
        }
        return Dictionary(fields) { first, _ in first }
    }

    /// The time of a process on a processor, its own and the system's for it, in ticks of the system.
    static func ticks(of id: Int32) -> Int {
        // Behind the name, which stands in brackets, utime and stime are the 12th and 13th field.
        guard let rest = Self.text("/proc/\(id)/stat").split(separator: ")").last else { return 0 }
        return rest.split(separator: " ").dropFirst(11).prefix(2).compactMap { Int($0) }.reduce(0, +)
    }

    /// The variables of a process, one after the other.
    static func variables(of id: Int32) -> String { Self.text("/proc/\(id)/environ") }

    /// The variables of a process that one program of ours gave another, by name.
    static func settings(of id: Int32) -> [String: String] {
        let pairs = Self.variables(of: id).split(separator: "\0").compactMap { variable -> (String, String)? in
            guard variable.hasPrefix("CAIRN_"), let sign = variable.firstIndex(of: "=") else { return nil }
            return (String(variable[..<sign]), String(variable[variable.index(after: sign)...]))
        }
        return Dictionary(pairs) { first, _ in first }
    }

    /// Whose child it is.
    static func parent(of id: Int32) -> Int32? {
        Self.status(of: id)["PPid"].flatMap { Int32($0) }
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

    /// The entries of a folder that are called by a number.
    private static func numbers(in path: String) -> [Int32] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var found: [Int32] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if let id = Int32(name) { found.append(id) }
        }
        return found
    }

    private static func text(_ path: String) -> String {
        guard let file = fopen(path, "rb") else { return "" }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        return String(decoding: bytes[..<fread(&bytes, 1, bytes.count, file)], as: UTF8.self)
    }
}
