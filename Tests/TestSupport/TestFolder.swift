import Glibc
import LocalServers

/// Folders for what tests write. All of a process lie in one, which goes when the process ends, however that comes about.
public enum TestFolder {
    /// A new and empty folder, only its owner's.
    public static func new() throws -> String {
        try Self.make(in: try Self.root.get(), prefix: "")
    }

    private static let root = Result {
        let folder = try Self.make(in: getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp", prefix: "cairn-test-")
        chmod(folder, 0o711)  // servers run as other users and must find their way to theirs
        Task { try await Self.startJanitor(folder) }
        return folder
    }

    private static func make(in parent: String, prefix: String) throws -> String {
        var template = Array("\(parent)/\(prefix)XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw MissingFile(path: parent, reason: String(cString: strerror(errno))) }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// A shell that waits for the signal that the kernel sends when this process ends. Servers end at the same moment and may still write
    /// for a while: it removes the folder until it stays away.
    private static func startJanitor(_ folder: String) async throws {
        let script = """
            trap : TERM; sleep infinity & wait; kill $!
            for _ in $(seq 30); do rm -rf "$1"; sleep 0.1; done
            """
        var command = Command("sh", ["-c", script, "janitor", folder])
        command.deathSignal = .terminate
        _ = try await ChildProcess.start(command)
    }
}
