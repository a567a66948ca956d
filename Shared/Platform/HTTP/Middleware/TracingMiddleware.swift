import Observability

/// Makes each request a step of its caller's journey, or the first of a new one (W3C Trace Context).
///
/// Everything that runs for the request sees it as `TraceContext.current`: events bear it, and what is sent on carries it.
public struct TracingMiddleware<Context: RequestContext>: RouterMiddleware {
    private let random: @Sendable (Int) -> [UInt8]

    /// `random` gives so many unpredictable bytes; it is asked once a request.
    public init(random: @escaping @Sendable (Int) -> [UInt8]) {
        self.random = random
    }

    /// Binds the trace around the rest.
    public func handle(_ request: HTTPRequest, context: Context, next: @escaping RouteHandler<Context>) async throws -> HTTPResponse {
        try await TraceContext.$current.withValue(self.trace(of: request)) { try await next(request, context) }
    }

    private func trace(of request: HTTPRequest) -> TraceContext {
        if let field = request.headers[.traceparent], let caller = TraceContext(traceparent: field) {
            return caller.child(random: self.random(8))
        }
        return TraceContext(random: self.random(24))
    }
}
