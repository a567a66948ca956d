public import HTTP
import JSON
public import Observability

/// A context that knows who asks.
public protocol VisitorContext: RequestContext {
    /// Who asks; nobody, until the middleware has found out.
    var visitor: Visitor { get set }
}

/// The context of a service's routes.
public struct ServiceContext: VisitorContext {
    /// What every request has.
    public var core: CoreRequestContext
    /// Who asks.
    public var visitor = Visitor.anonymous

    /// A context at the beginning of a request.
    public init(source: RequestContextSource) {
        self.core = CoreRequestContext(source: source)
    }
}

/// Finds out who asks: by a bearer token, which programs send, or by the session cookie, which browsers send.
///
/// A bearer token that is not believed is answered 401. A cookie that is not believed counts as none: whoever comes back after a night can still
/// read public pages, and is asked to sign in where that is needed.
public struct VisitorMiddleware<Context: VisitorContext>: RouterMiddleware {
    private let tokens: TokenVerifier
    private let sessions: TokenVerifier
    private let now: @Sendable () -> WallTime

    /// Believes bearer tokens and session cookies by a verifier each, so that neither passes for the other.
    public init(tokens: TokenVerifier, sessions: TokenVerifier, now: @escaping @Sendable () -> WallTime) {
        self.tokens = tokens
        self.sessions = sessions
        self.now = now
    }

    /// Goes on with the visitor in the context.
    public func handle(_ request: HTTPRequest, context: Context, next: @escaping RouteHandler<Context>) async throws -> HTTPResponse {
        var context = context
        var name: String?
        let credentials = request.headers.values(of: .authorization)
        if !credentials.isEmpty {
            do {
                context.visitor = try self.bearer(credentials)
            } catch {
                throw Self.refusal(of: error)
            }
        } else if let cookie = request.cookies[SessionCookie.name] {
            do {
                let claims = try self.sessions.claims(of: cookie, at: self.now())
                context.visitor = try Visitor(claims: claims)
                name = claims[Visitor.nameClaim]?.string
            } catch {
                context.logger.debug("a session cookie is not believed", metadata: ["reason": "\(error)"])
            }
        }
        context.logger[metadataKey: "visitor"] = context.visitor.kind
        let known = context
        var response = try await known.visitor.greeted(as: name) { try await next(request, known) }
        // What one visitor sees must not be kept for another.
        if context.visitor != .anonymous, !response.headers.contains(.cacheControl) {
            response.headers[.cacheControl] = "private, no-store"
        }
        return response
    }

    private func bearer(_ credentials: [String]) throws(TokenError) -> Visitor {
        guard credentials.count == 1, let space = credentials[0].firstIndex(of: " "), credentials[0][..<space].lowercased() == "bearer"
        else {
            throw .malformed("the field Authorization should be Bearer and a token")
        }
        let token = credentials[0][space...].drop { $0 == " " }
        return try Visitor(claims: self.tokens.claims(of: String(token), at: self.now()))
    }

    /// RFC 6750 §3.1.
    private static func refusal(of error: TokenError) -> Problem {
        let field = "Bearer error=\"invalid_token\", error_description=\"\(error)\""
        return Problem(.unauthorized, "token-refused", "The token is not taken: \(error).", headers: [.wwwAuthenticate: field])
    }
}

extension Visitor {
    /// Answers a request whose pages say who is signed in, by her name where there is one.
    func greeted(as name: String?, _ answer: () async throws -> HTTPResponse) async throws -> HTTPResponse {
        try await Self.$ofRequest.withValue(self) { try await Self.$nameOfRequest.withValue(name) { try await answer() } }
    }
}
