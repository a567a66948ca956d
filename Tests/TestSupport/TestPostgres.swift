import Glibc
public import LocalServers

/// One PostgreSQL for all tests of a process, started when the first test asks for it.
///
/// It lies in a temporary folder and goes with the process, however that ends; a shell that the kernel wakes at the same moment takes the folder
/// away. Nothing is flushed to disk: what a test kills is a process, never the machine.
public enum TestPostgres {
    /// The server.
    public static func shared() async throws -> PostgresServer {
        try await Self.server.value
    }

    private static let server = Task { try await Self.start(settings: ["fsync": "off", "full_page_writes": "off"]) }

    /// A server of a test's own, for tests that kill or restart it. Stopped and gone when the closure returns.
    @discardableResult
    public static func withOwn<Result: Sendable>(
        settings: [String: String] = [:], _ body: (PostgresServer) async throws -> Result
    ) async throws -> Result {
        let server = try await Self.start(settings: settings)
        do {
            let result = try await body(server)
            await server.stop(.immediate)
            return result
        } catch {
            await server.stop(.immediate)
            throw error
        }
    }

    private static func start(settings: [String: String]) async throws -> PostgresServer {
        let folder = try Self.temporaryFolder()
        let small = ["shared_buffers": "32MB", "max_connections": "200", "log_min_messages": "warning"]
        let server = try await PostgresServer.start(in: folder, settings: small.merging(settings) { $1 })
        try await Self.startJanitor(folder: folder, process: server.processID)
        return server
    }

    /// An empty folder that other users may pass through.
    public static func temporaryFolder() throws -> String {
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(parent)/cairn-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw MissingFile(path: parent, reason: String(cString: strerror(errno)))
        }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Waits for the signal that the kernel sends when this process ends, then for the server's end (10 s at most), and removes the folder.
    private static func startJanitor(folder: String, process: Int32) async throws {
        let script = """
            trap : TERM; sleep infinity & wait; kill $!
            for _ in $(seq 200); do [ -e "/proc/$2/exe" ] || break; sleep 0.05; done
            rm -rf "$1"
            """
        var command = Command("sh", ["-c", script, "janitor", folder, String(process)])
        command.deathSignal = .terminate
        _ = try await ChildProcess.start(command)
    }
}
