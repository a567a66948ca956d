import HTTP
import Observability
import ServiceLifecycle
import Synchronization

/// A responder behind a real socket for the length of a test.
func withServer<Result: Sendable>(_ responder: any HTTPResponder, _ body: (HTTPTestClient) async throws -> Result) async throws -> Result {
    let server = HTTPServer(logger: Logger(label: "test", handler: RecordedLogs()), responder: responder)
    let run = Task { try await server.run() }
    let client = HTTPTestClient.live(try await server.address())
    let result: Swift.Result<Result, any Error>
    do { result = .success(try await body(client)) } catch { result = .failure(error) }
    run.cancel()
    try await run.value
    return try result.get()
}

/// What was logged.
final class RecordedLogs: LogHandler {
    private let state = Mutex<[LogEvent]>([])

    var events: [LogEvent] { self.state.withLock { $0 } }

    func log(_ event: LogEvent) {
        self.state.withLock { $0.append(event) }
    }
}
