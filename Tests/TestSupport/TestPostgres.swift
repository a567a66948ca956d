public import LocalServers

/// One PostgreSQL for all tests of a process, started when the first test asks for it.
///
/// It lies in a `TestFolder` and goes with the process, however that ends. Nothing is flushed to disk: what a test kills is a process, never the machine.
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

    /// An empty folder, gone with the process.
    public static func temporaryFolder() throws -> String { try TestFolder.new() }

    private static func start(settings: [String: String]) async throws -> PostgresServer {
        // Whose line it is stands before each: database and login (`TestDatabase.plans()`).
        let small = [
            "shared_buffers": "32MB", "max_connections": "600", "log_min_messages": "warning", "log_line_prefix": "%d|%u|",
        ]
        return try await PostgresServer.start(in: try TestFolder.new(), settings: small.merging(settings) { $1 })
    }
}
