/// Gives the handlers of a group of routes a time to answer in; then they are cancelled and 503 is answered.
///
/// A handler that does not heed its cancellation is waited for. The time ends with the head of the answer: a stream may take longer.
public struct TimeoutMiddleware<Context: RequestContext>: RouterMiddleware {
    private let limit: Duration
    private let clock: any Clock<Duration>

    /// Answers must begin within `limit`.
    public init(limit: Duration, clock: any Clock<Duration> = ContinuousClock()) {
        self.limit = limit
        self.clock = clock
    }

    /// Runs the rest against the clock.
    public func handle(_ request: HTTPRequest, context: Context, next: @escaping RouteHandler<Context>) async throws -> HTTPResponse {
        let (limit, clock) = (self.limit, self.clock)
        return try await withThrowingTaskGroup(of: HTTPResponse?.self) { group in
            group.addTask { try await next(request, context) }
            group.addTask {
                try await clock.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            guard let response = try await group.next() ?? nil else {
                throw HTTPError(.serviceUnavailable, "The answer took too long. Try again later.", headers: [.retryAfter: "1"])
            }
            return response
        }
    }
}
