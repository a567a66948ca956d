import Threads

/// Asks other servers, on libcurl.
///
/// Each of its threads owns a handle that blocks and keeps connections for the next request to the same server. Only http and https; no proxy, whatever
/// the environment says; no redirects unless a request asks for them; certificates are checked.
///
/// It connects to whatever address a name has. A URL that a stranger wrote must not be asked with it: the guard that lets public addresses alone
/// through, and connects to the very address that was looked at, is not here yet.
public final class HTTPClient: Sendable {
    /// The limits of a client.
    public struct Configuration: Sendable, Hashable {
        /// How many requests are under way at a time.
        public var threads = 2
        /// How many more may wait for their turn.
        public var waitingLimit = 256
        /// How long a connection may take to be made.
        public var connectTimeout: Duration = .seconds(5)
        /// How long a request may take, its answer included.
        public var timeout: Duration = .seconds(60)
        /// The most bytes of an answer's body.
        public var responseLimit = 16 << 20
        /// The most bytes of an answer's head, redirects included.
        public var headLimit = 64 << 10

        /// The limits as they stand above.
        public init() {}
    }

    private let workers: Workers<TransferThread>
    private let configuration: Configuration

    /// Starts the threads.
    public init(configuration: Configuration = .init()) {
        self.configuration = configuration
        self.workers = Workers(name: "http-client", count: configuration.threads, limit: configuration.waitingLimit) { _ in
            TransferThread()
        }
    }

    /// Sends a request and reads the answer to its end. A task that is cancelled gets `cancelled` at once, and the connection is closed.
    public func execute(_ request: HTTPClientRequest) async throws(HTTPClientError) -> HTTPClientResponse {
        let plan = try TransferPlan(request, self.configuration)
        let cancellation = TransferCancellation()
        let result: Result<HTTPClientResponse, HTTPClientError> = await withTaskCancellationHandler {
            do throws(WorkersError) {
                return try await self.workers.run { thread in thread.perform(plan, cancellation) }
            } catch {
                return .failure(HTTPClientError(error))
            }
        } onCancel: {
            cancellation.cancel()
        }
        return try result.get()
    }

    /// How many requests wait for their turn.
    var waiting: Int { self.workers.waiting }

    /// Takes no more requests, does those that wait, and closes all connections.
    public func shutdown() async {
        await self.workers.stop()
    }
}

extension HTTPClientError {
    init(_ error: WorkersError) {
        self =
            switch error {
            case .cancelled: .cancelled
            case .full(let limit): .full(limit: limit)
            case .stopped: .stopped
            }
    }
}

/// A request with the limits that hold for it.
struct TransferPlan: Sendable {
    let request: HTTPClientRequest
    let url: HTTPClientURL
    let connectTimeout: Duration
    let timeout: Duration
    let responseLimit: Int
    let headLimit: Int

    init(_ request: HTTPClientRequest, _ configuration: HTTPClient.Configuration) throws(HTTPClientError) {
        self.request = request
        self.url = try HTTPClientURL(request.url)
        self.connectTimeout = configuration.connectTimeout
        self.timeout = request.timeout ?? configuration.timeout
        self.responseLimit = request.responseLimit ?? configuration.responseLimit
        self.headLimit = configuration.headLimit
    }
}
