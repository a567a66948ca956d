import Configuration
import Glibc

/// Files that only their owner may read: keys, passwords, addresses with passwords in them.
enum PrivateFile {
    /// Writes a file in one step: a reader finds the former one or this one, never half of it.
    static func write(_ text: String, to path: String) throws(CommandFailure) {
        let draft = "\(path).\(getpid())"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.failure(path) }
        let bytes = Array(text.utf8)
        let count = Glibc.write(descriptor, bytes, bytes.count)
        let isWritten = count == bytes.count && fsync(descriptor) == 0
        let isClosed = close(descriptor) == 0
        guard isWritten, isClosed, rename(draft, path) == 0 else {
            let failure = Self.failure(path)
            unlink(draft)
            throw failure
        }
    }

    private static func failure(_ path: String) -> CommandFailure {
        CommandFailure("the file \(path) can't be written: \(String(cString: strerror(errno)))")
    }
}
