public import HTTP

/// Refuses what another site makes a visitor's browser send: a request that changes something must come from our own pages.
///
/// Requests with a bearer token are no browser's doing and pass. All others that are not GET, HEAD or OPTIONS must name our origin (RFC 6454 §7);
/// `null`, another origin or none at all is refused.
public struct OriginMiddleware<Context: RequestContext>: RouterMiddleware {
    private let origin: String

    /// Takes what comes from one origin: scheme, host and port as a browser writes them, `https://cairn.example`.
    public init(origin: String) {
        self.origin = origin
    }

    /// Lets the request pass, or refuses it.
    public func handle(_ request: HTTPRequest, context: Context, next: @escaping RouteHandler<Context>) async throws -> HTTPResponse {
        let isSafe = request.method == .get || request.method == .head || request.method == .options
        if !isSafe, !request.headers.contains(.authorization), request.headers.values(of: .origin) != [self.origin] {
            throw Problem(.forbidden, "other-origin", "This was not sent from one of our own pages. Open the page anew and send it again.")
        }
        return try await next(request, context)
    }
}
