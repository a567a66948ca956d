public import Configuration
import Glibc

/// A file of settings that is read whole, with a limit.
public enum SmallFile {
    /// Its bytes, or a sentence for whoever wrote its path into the configuration. `name` is what it is: "the key set".
    public static func read(_ path: String, limit: Int, called name: String) throws(CommandFailure) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw Self.failure(name, path, "cannot be read") }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: limit + 1)
        var count = 0
        while count < bytes.count {
            let length = bytes.count - count
            let read = bytes.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress! + count, length) }
            if read < 0, errno == EINTR { continue }
            guard read >= 0 else { throw Self.failure(name, path, "cannot be read") }
            if read == 0 { break }
            count += read
        }
        guard count <= limit else { throw CommandFailure("\(name) \(path) is larger than \(limit) bytes", exitCode: 64) }
        return Array(bytes[..<count])
    }

    /// Makes a file that its owner alone may read; one that is there already is an error.
    public static func make(_ path: String, _ bytes: [UInt8], called name: String) throws(CommandFailure) {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Self.failure(name, path, "cannot be made") }
        defer { close(file) }
        var start = 0
        while start < bytes.count {
            let written = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress! + start, bytes.count - start) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw Self.failure(name, path, "cannot be written") }
            start += written
        }
    }

    private static func failure(_ name: String, _ path: String, _ what: String) -> CommandFailure {
        CommandFailure("\(name) \(path) \(what): \(String(cString: strerror(errno)))", exitCode: 64)
    }
}
