/// One answer.
public struct HTTPResponse: Sendable {
    /// What follows the head.
    public enum Body: Sendable {
        /// Bytes that are already here.
        case bytes([UInt8])
        /// A file that the kernel sends without passing it through this process.
        case file(path: String)
        /// What a closure writes, in the request's task. Its length, when known beforehand, is promised in the head.
        case stream(length: Int?, @Sendable (HTTPBodyWriter) async throws -> Void)
        /// What a closure writes until it is cancelled: by the client's going, or as soon as the server begins to stop.
        case untilStopped(@Sendable (HTTPBodyWriter) async throws -> Void)

        /// Nothing.
        public static let empty = Body.bytes([])

        /// A text in UTF-8.
        public static func text(_ text: String) -> Body { .bytes(Array(text.utf8)) }
    }

    /// How it ended.
    public var status: HTTPStatus
    /// The head's fields. `Content-Length`, `Transfer-Encoding` and `Date` are the server's to set.
    public var headers: HTTPFields
    /// What follows the head.
    public var body: Body

    /// An answer.
    public init(status: HTTPStatus = .ok, headers: HTTPFields = [:], body: Body = .empty) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// Where the bytes of a stream go: to a socket, or to a test.
protocol BodySink: Sendable {
    func write(_ bytes: [UInt8]) async throws
}

/// What a streamed answer is written to.
public struct HTTPBodyWriter: Sendable {
    let sink: any BodySink

    /// Returns when the bytes fit into the bounded window; throws `ExchangeEnded` when nobody takes them any more.
    public func write(_ bytes: [UInt8]) async throws {
        if !bytes.isEmpty { try await self.sink.write(bytes) }
    }

    /// Writes a text in UTF-8.
    public func write(_ text: String) async throws {
        try await self.write(Array(text.utf8))
    }
}

/// Answers requests. It never throws: whatever goes wrong has an answer too.
public protocol HTTPResponder: Sendable {
    /// The answer to one request.
    func respond(to request: HTTPRequest) async -> HTTPResponse
}
