import Credentials
import Glibc

/// A file that was named on the command line, read whole.
///
/// Reading blocks the thread; a file command has nothing else to do meanwhile.
struct InputFile {
    /// What stands for standard input.
    static let standardInput = "-"

    let bytes: [UInt8]
    /// When it was last changed.
    let changedAt: DateTimeStamp

    /// Reads a file of at most so many bytes.
    init(_ path: String, limit: Int) throws(InputError) {
        let isInput = path == Self.standardInput
        let descriptor = isInput ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(String(cString: strerror(errno))) }
        defer { if !isInput { close(descriptor) } }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { throw .unreadable(String(cString: strerror(errno))) }
        self.changedAt = DateTimeStamp(secondsSinceEpoch: Int64(facts.st_mtim.tv_sec))
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .unreadable(String(cString: strerror(errno))) }
            if count == 0 { break }
            bytes += chunk[..<count]
            guard bytes.count <= limit else { throw .tooLarge(limit: limit) }
        }
        self.bytes = bytes
    }
}

/// Why a file could not be read.
enum InputError: Error, Equatable, CustomStringConvertible {
    case unreadable(String)
    case tooLarge(limit: Int)

    var description: String {
        switch self {
        case .unreadable(let reason): reason
        case .tooLarge(let limit): "it is larger than \(limit) bytes, the most that is read"
        }
    }
}
