import Glibc
import Synchronization
import Threads

/// Sends requests to routes in a test: in memory, or over a socket to a running server. The same test runs with either.
public struct HTTPTestClient: Sendable {
    private enum Transport: Sendable {
        case router(any HTTPResponder)
        case live(SocketAddress)
    }

    private let transport: Transport

    /// Calls the responder itself.
    public static func router(_ responder: any HTTPResponder) -> HTTPTestClient {
        HTTPTestClient(transport: .router(responder))
    }

    /// Connects to a server, anew for each request.
    public static func live(_ address: SocketAddress) -> HTTPTestClient {
        HTTPTestClient(transport: .live(address))
    }

    /// A client of a server by the address and port that it listens at.
    public static func live(host: String, port: Int) -> HTTPTestClient { .live(SocketAddress(host: host, port: port)) }

    /// Sends one request and gives back the whole answer.
    public func execute(
        _ target: String, method: HTTPMethod = .get, headers: HTTPFields = [:], body: [UInt8] = []
    ) async throws -> ReceivedResponse {
        switch self.transport {
        case .router(let responder):
            var headers = headers
            if headers[.host] == nil { headers[.host] = "localhost" }
            if !body.isEmpty { headers[.contentLength] = "\(body.count)" }
            let request = try HTTPRequest(method: method, target: target, headers: headers, body: HTTPRequestBody(body))
            return try await Self.collect(await responder.respond(to: request), to: method)
        case .live(let address):
            let text = Self.head(target, method: method, headers: headers, host: "\(address)", length: body.count)
            return try await Self.onThread {
                let socket = try RawSocket(to: address)
                defer { socket.close() }
                socket.send(Array(text.utf8) + body)
                var pending: [UInt8] = []
                return try socket.receiveResponse(&pending, toHead: method == .head)
            }
        }
    }

    private static func head(_ target: String, method: HTTPMethod, headers: HTTPFields, host: String, length: Int) -> String {
        var head = "\(method) \(target) HTTP/1.1\r\n"
        if headers[.host] == nil { head += "Host: \(host)\r\n" }
        for field in headers { head += "\(field.name): \(field.value)\r\n" }
        if length > 0 || method == .post || method == .put || method == .patch { head += "Content-Length: \(length)\r\n" }
        return head + "Connection: close\r\n\r\n"
    }

    private static func collect(_ response: HTTPResponse, to method: HTTPMethod) async throws -> ReceivedResponse {
        let sink = CollectingSink()
        let writer = HTTPBodyWriter(sink: sink)
        if method != .head {
            switch response.body {
            case .bytes(let bytes): try await writer.write(bytes)
            case .file(let path): try await writer.write(Self.contents(of: path))
            case .stream(_, let produce), .untilStopped(let produce): try await produce(writer)
            }
        }
        return ReceivedResponse(status: response.status, headers: response.headers, body: sink.bytes.withLock { $0 })
    }

    private static func contents(of path: String) throws -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw NoResponse.broken(received: "no file \(path)") }
        defer { close(file) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 65_536)
        while case let count = read(file, &block, block.count), count > 0 { bytes += block[..<count] }
        return bytes
    }

    /// Runs something that blocks on a thread of its own.
    static func onThread<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        var thread: OSThread?
        defer { thread?.join() }
        return try await withCheckedThrowingContinuation { continuation in
            thread = OSThread.start(name: "http-client") {
                continuation.resume(with: Swift.Result { try body() })
            }
        }
    }
}

private final class CollectingSink: BodySink {
    let bytes = Mutex<[UInt8]>([])

    func write(_ bytes: [UInt8]) async throws {
        try Task.checkCancellation()
        self.bytes.withLock { $0 += bytes }
    }
}
