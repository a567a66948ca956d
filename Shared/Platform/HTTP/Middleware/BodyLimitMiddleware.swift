/// Holds the bodies of a group of routes to a limit tighter than the server's.
public struct BodyLimitMiddleware<Context: RequestContext>: RouterMiddleware {
    private let limit: Int

    /// Bodies may have `limit` bytes.
    public init(limit: Int) {
        self.limit = limit
    }

    /// Answers 413 without reading when the head promises too much; otherwise while it is read.
    public func handle(_ request: HTTPRequest, context: Context, next: @escaping RouteHandler<Context>) async throws -> HTTPResponse {
        if let text = request.headers[.contentLength], let length = Int(text), length > self.limit {
            throw HTTPError(.contentTooLarge, "The body is longer than \(self.limit) bytes.")
        }
        var request = request
        request.body = request.body.limited(to: self.limit)
        return try await next(request, context)
    }
}
