public import HTTP
import JSON
public import Observability

/// Finds out who is signed in by the session cookie, for what public pages say above themselves; no route sees it, and nobody is refused.
public struct GreetingMiddleware<Context: RequestContext>: RouterMiddleware {
    private let sessions: TokenVerifier
    private let now: @Sendable () -> WallTime

    /// Believes session cookies by a verifier.
    public init(sessions: TokenVerifier, now: @escaping @Sendable () -> WallTime) {
        self.sessions = sessions
        self.now = now
    }

    /// Goes on with whoever it is.
    public func handle(_ request: HTTPRequest, context: Context, next: @escaping RouteHandler<Context>) async throws -> HTTPResponse {
        guard let cookie = request.cookies[SessionCookie.name] else { return try await next(request, context) }
        let claims: JSON
        let visitor: Visitor
        do throws(TokenError) {
            claims = try self.sessions.claims(of: cookie, at: self.now())
            visitor = try Visitor(claims: claims)
        } catch {
            // A cookie that is not believed counts as none.
            return try await next(request, context)
        }
        return try await visitor.greeted(as: claims[Visitor.nameClaim]?.string) { try await next(request, context) }
    }
}
