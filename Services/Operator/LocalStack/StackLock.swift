import Configuration
import Glibc

/// Lets one `cairn up` at a time have a folder. The kernel keeps the lock and knows whose it is; it goes with the process, however that ends.
final class StackLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock of a folder, or says who has it.
    init(_ folder: StackFolder) throws(CommandFailure) {
        let descriptor = open(folder.lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw CommandFailure("the file \(folder.lock) can't be opened: \(String(cString: strerror(errno)))")
        }
        var wish = Self.wish
        guard fcntl(descriptor, F_SETLK, &wish) == 0 else {
            close(descriptor)
            throw Self.isTaken(folder)
        }
        self.descriptor = descriptor
    }

    deinit {
        close(self.descriptor)
    }

    /// Refuses a folder that another process has, before anything of it is touched.
    static func requireFree(_ folder: StackFolder) throws(CommandFailure) {
        if Self.holder(of: folder) != nil { throw Self.isTaken(folder) }
    }

    private static func isTaken(_ folder: StackFolder) -> CommandFailure {
        let holder = Self.holder(of: folder).map { ", process \($0)," } ?? ""
        return CommandFailure("another cairn up\(holder) runs in \(folder.path); cairn down --folder \(folder.path) stops it")
    }

    /// The process that runs a stack in a folder; nil when none does.
    static func holder(of folder: StackFolder) -> Int32? {
        let descriptor = open(folder.lock, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var wish = Self.wish
        guard fcntl(descriptor, F_GETLK, &wish) == 0, wish.l_type != Int16(F_UNLCK) else { return nil }
        return wish.l_pid
    }

    /// The whole file, for oneself alone.
    private static var wish: flock {
        flock(l_type: Int16(F_WRLCK), l_whence: Int16(SEEK_SET), l_start: 0, l_len: 0, l_pid: 0)
    }
}
