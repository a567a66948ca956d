/// Where the bytes of a body come from: a socket, or a test.
protocol BodySource: Sendable {
    /// The next bytes; nil at the end. One reader at a time.
    func nextBytes() async throws -> [UInt8]?
}

/// The body as it arrives.
///
/// Reading is what admits more bytes from the client (and what sends `100 Continue`): a handler that answers without reading costs no upload.
/// It can be read once. Reading throws `ExchangeEnded` when the client has gone, `HTTPError` 413 above a limit.
public struct HTTPRequestBody: AsyncSequence, Sendable {
    private let source: any BodySource
    private var limit: Int?

    init(source: any BodySource) {
        self.source = source
    }

    /// A body that is already here.
    public init(_ bytes: [UInt8] = []) {
        self.init(source: BufferedBody(chunks: bytes.isEmpty ? [] : [bytes]))
    }

    /// A body that comes in these pieces.
    public init(chunks: [[UInt8]]) {
        self.init(source: BufferedBody(chunks: chunks))
    }

    /// The same body, which may not be longer than `limit`.
    public func limited(to limit: Int) -> HTTPRequestBody {
        var body = self
        body.limit = Swift.min(limit, self.limit ?? limit)
        return body
    }

    /// Begins to read.
    public func makeAsyncIterator() -> Iterator {
        Iterator(source: self.source, limit: self.limit)
    }

    /// Reads piece by piece.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let source: any BodySource
        fileprivate let limit: Int?
        private var count = 0

        fileprivate init(source: any BodySource, limit: Int?) {
            self.source = source
            self.limit = limit
        }

        /// The next piece, never empty; nil at the end.
        public mutating func next() async throws -> [UInt8]? {
            guard let bytes = try await self.source.nextBytes() else { return nil }
            self.count += bytes.count
            if let limit, self.count > limit {
                throw HTTPError(.contentTooLarge, "The body is longer than \(limit) bytes.")
            }
            return bytes
        }
    }

    /// The whole body; throws `HTTPError` 413 above `limit`.
    public func collect(upTo limit: Int) async throws -> [UInt8] {
        var all: [UInt8] = []
        for try await bytes in self.limited(to: limit) {
            if all.isEmpty { all = bytes } else { all += bytes }
        }
        return all
    }
}
