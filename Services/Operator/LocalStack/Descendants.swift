import Glibc

/// The processes that a process has started, as the system tells (proc(5)).
enum Descendants {
    /// Its children that live.
    static func children(of process: Int32) -> Set<Int32> {
        guard let file = fopen("/proc/\(process)/task/\(process)/children", "r") else { return [] }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let text = String(decoding: bytes[..<fread(&bytes, 1, bytes.count, file)], as: UTF8.self)
        return Set(text.split(separator: " ").compactMap { Int32($0) })
    }

    /// Its children, theirs, and so on.
    static func all(of process: Int32) -> Set<Int32> {
        var (found, waiting) = (Set<Int32>(), [process])
        while let next = waiting.popLast() {
            for child in Self.children(of: next) where found.insert(child).inserted { waiting.append(child) }
        }
        return found
    }
}
