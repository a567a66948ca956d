import Glibc

/// Reads small files whole.
enum FileContents {
    /// The bytes of a file that is no larger than a limit.
    static func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileError(path: path, reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw FileError(path: path, reason: String(cString: strerror(errno))) }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
            guard bytes.count <= limit else { throw FileError(path: path, reason: "it is larger than \(limit) bytes") }
        }
    }
}

/// A file could not be read.
struct FileError: Error, Equatable, CustomStringConvertible {
    let path: String
    let reason: String

    var description: String { "cannot read \(self.path): \(self.reason)" }
}
