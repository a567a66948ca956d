import Observability

/// Turns what was thrown into an answer.
///
/// One closure decides how every error looks. An error that it does not know becomes a bare 500 and an event of level error: nothing of it is sent.
public struct ErrorRenderer: Sendable {
    private let render: @Sendable (any Error, HTTPRequest) -> HTTPResponse?

    /// `render` gives nil for an error that it does not know.
    public init(_ render: @escaping @Sendable (any Error, HTTPRequest) -> HTTPResponse?) {
        self.render = render
    }

    /// `HTTPError` and `ExchangeEnded` as plain text; nothing else is known.
    public static let plain = ErrorRenderer { error, _ in
        switch error {
        case let error as HTTPError:
            var headers = error.headers
            headers[.contentType] = "text/plain; charset=utf-8"
            return HTTPResponse(status: error.status, headers: headers, body: .text(error.message + "\n"))
        case let error as ExchangeEnded: return HTTPResponse(status: error.status)
        default: return nil
        }
    }

    /// A handler that answers instead of throwing.
    func around<Context>(_ handler: @escaping RouteHandler<Context>) -> RouteHandler<Context> {
        { request, context in
            do { return try await handler(request, context) } catch { return self.response(to: error, request, context) }
        }
    }

    private func response(to error: any Error, _ request: HTTPRequest, _ context: some RequestContext) -> HTTPResponse {
        if let response = self.render(error, request) { return response }
        if let ended = error as? ExchangeEnded { return HTTPResponse(status: ended.status) }
        if error is CancellationError { return HTTPResponse(status: .clientClosedRequest) }  // with its client gone, nobody reads it
        context.logger.error(
            "a handler failed with an error that has no answer",
            metadata: ["error": "\(error)", "method": request.method.rawValue, "route": context.route ?? ""])
        return HTTPResponse(status: .internalServerError)
    }
}
