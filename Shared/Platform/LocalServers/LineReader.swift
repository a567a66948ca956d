import Glibc

/// Reads lines from a pipe until its other end is closed, then closes its own.
struct LineReader {
    let descriptor: Int32

    func read(_ take: (String) -> Void) {
        defer { close(self.descriptor) }
        var line: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 13)
        while true {
            let count = Glibc.read(self.descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            if count <= 0 { break }
            for byte in chunk[..<count] {
                if byte == UInt8(ascii: "\n") || line.count == Command.lineLimit {
                    take(String(decoding: line, as: UTF8.self))
                    line.removeAll(keepingCapacity: true)
                }
                if byte != UInt8(ascii: "\n") { line.append(byte) }
            }
        }
        if !line.isEmpty { take(String(decoding: line, as: UTF8.self)) }
    }
}
