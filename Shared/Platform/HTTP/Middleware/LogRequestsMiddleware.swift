import Observability

/// Writes one line a request: method, route, status and duration.
///
/// The route's template stands for the path, and the query is left out, since both may hold what concerns a person.
public struct LogRequestsMiddleware<Context: RequestContext>: RouterMiddleware {
    /// Middleware that writes to each request's own logger.
    public init() {}

    /// Writes the line when the answer is there.
    public func handle(_ request: HTTPRequest, context: Context, next: @escaping RouteHandler<Context>) async throws -> HTTPResponse {
        let began = ContinuousClock.now
        let response = try await next(request, context)
        context.logger.info(
            "request",
            metadata: [
                "http.method": HTTPMethod.known.contains(request.method) ? request.method.rawValue : HTTPMethod.other.rawValue,
                "http.route": context.route ?? "none", "http.status": "\(response.status.code)",
                "http.duration_ms": Self.milliseconds(.now - began), "request.id": "\(context.id)",
            ])
        return response
    }

    /// With two decimals.
    private static func milliseconds(_ duration: Duration) -> String {
        let hundredths = duration.components.seconds * 100_000 + duration.components.attoseconds / 10_000_000_000_000
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}
