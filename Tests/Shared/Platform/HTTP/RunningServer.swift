import Glibc
import Observability
import Synchronization
import TestSupport
import Testing

@testable import HTTP
@testable import ServiceLifecycle

/// A server on a free port for the length of a test.
struct RunningServer: Sendable {
    let server: HTTPServer
    let address: SocketAddress
    let logs: RecordedLogs
    private let shutdown: ShutdownRequest

    /// Runs `body` against a server, stops the server gracefully, and holds it to having let go of everything.
    static func with<Result: Sendable>(
        _ configuration: HTTPServerConfiguration = .init(), _ responder: any HTTPResponder,
        _ body: (RunningServer) async throws -> Result
    ) async throws -> Result {
        let logs = RecordedLogs()
        let server = HTTPServer(
            configuration: configuration, logger: Logger(label: "http", level: .trace, handler: logs), responder: responder)
        let shutdown = ShutdownRequest()
        let run = Task { try await ShutdownRequest.$current.withValue(shutdown) { try await server.run() } }
        let running = RunningServer(server: server, address: try await server.address(), logs: logs, shutdown: shutdown)
        let result: Result
        do { result = try await body(running) } catch {
            run.cancel()
            try await run.value
            throw error
        }
        shutdown.make()
        try await run.value
        try await eventually("all handlers ended") { server.runningHandlers == 0 }
        try await eventually("all exchanges are gone") { server.liveExchanges == 0 }
        #expect(server.openConnections == 0)
        return result
    }

    /// Asks the server to stop.
    func askToStop() {
        self.shutdown.make()
    }

    /// Talks to the server on a thread that may block.
    func talk<Result: Sendable>(
        patience: Duration = .seconds(20), receiveBuffer: Int32? = nil, _ body: @escaping @Sendable (RawSocket) throws -> Result
    ) async throws -> Result {
        let address = self.address
        return try await HTTPTestClient.onThread {
            let socket = try RawSocket(to: address, patience: patience, receiveBuffer: receiveBuffer)
            defer { socket.close() }
            return try body(socket)
        }
    }

    /// Sends bytes and gives back the statuses of all answers, until the server closes. At least one request must ask it to.
    func statuses(sending bytes: [UInt8], patience: Duration = .seconds(20)) async throws -> [Int] {
        try await self.talk(patience: patience) { socket in
            socket.send(bytes)
            var rest = socket.receiveAll().bytes[...]
            var statuses: [Int] = []
            while let response = try ReceivedResponse.take(from: &rest, isAll: true) { statuses.append(response.status.code) }
            return statuses
        }
    }
}

extension RawSocket {
    /// What comes next. Waited for on a thread of its own: Swift's pool has two here, and the handlers need them.
    func received() async throws -> Received {
        try await HTTPTestClient.onThread { self.receive() }
    }

    /// What comes within a time; blocks.
    func received(within limit: Duration) -> Received {
        var waiting = pollfd(fd: self.descriptor, events: Int16(POLLIN), revents: 0)
        let milliseconds = limit.components.seconds * 1_000 + limit.components.attoseconds / 1_000_000_000_000_000
        return poll(&waiting, 1, Int32(milliseconds)) > 0 ? self.receive() : .nothing
    }
}

extension RawSocket.Received {
    /// How many bytes were received.
    var count: Int {
        if case .bytes(let bytes) = self { bytes.count } else { 0 }
    }
}

/// What was logged.
final class RecordedLogs: LogHandler {
    private let state = Mutex<[LogEvent]>([])

    var events: [LogEvent] { self.state.withLock { $0 } }

    func log(_ event: LogEvent) {
        self.state.withLock { $0.append(event) }
    }
}

/// What happened, in order.
final class Journal: Sendable {
    private let state = Mutex<[String]>([])

    var entries: [String] { self.state.withLock { $0 } }

    func note(_ entry: String) {
        self.state.withLock { $0.append(entry) }
    }

    /// Waits until something was noted so many times.
    func wait(for entry: String, times: Int = 1, within limit: Duration = .seconds(30)) async throws {
        try await eventually("'\(entry)' was noted", within: limit) { self.entries.count { $0 == entry } >= times }
    }
}

/// A responder that is one closure.
struct Answering: HTTPResponder {
    let answer: @Sendable (HTTPRequest) async throws -> HTTPResponse

    init(_ answer: @escaping @Sendable (HTTPRequest) async throws -> HTTPResponse) {
        self.answer = answer
    }

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        do { return try await self.answer(request) } catch let error as HTTPError {
            return HTTPResponse(status: error.status, body: .text(error.message))
        } catch {
            return HTTPResponse(status: .internalServerError, body: .text("\(error)"))
        }
    }
}
