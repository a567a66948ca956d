import Observability
import Synchronization

/// A router that has been built: it answers, and changes no more.
public final class RouterResponder<Context: RequestContext>: HTTPResponder {
    struct Endpoint: Sendable {
        /// Nil when no route answers the request, but the router itself.
        let template: String?
        let handler: RouteHandler<Context>
    }

    private let tree: RouteTree<Endpoint>
    private let middleware: [any RouterMiddleware<Context>]
    private let logger: Logger
    private let errors: ErrorRenderer
    private let count = Atomic<UInt64>(0)

    init(tree: RouteTree<Endpoint>, middleware: [any RouterMiddleware<Context>], logger: Logger, errors: ErrorRenderer) {
        self.tree = tree
        self.middleware = middleware
        self.logger = logger
        self.errors = errors
    }

    /// The answer to one request; whatever is thrown has one too.
    public func respond(to request: HTTPRequest) async -> HTTPResponse {
        let (endpoint, parameters) = self.endpoint(for: request)
        let source = RequestContextSource(
            id: self.count.add(1, ordering: .relaxed).newValue, logger: self.logger, parameters: parameters, route: endpoint.template)
        do { return try await endpoint.handler(request, Context(source: source)) } catch {
            preconditionFailure("the error renderer has turned every error into an answer")
        }
    }

    private func endpoint(for request: HTTPRequest) -> (Endpoint, PathParameters) {
        if request.path == "*" { return (self.own(.options(allow: "GET, HEAD, OPTIONS, POST")), .init()) }
        let segments: [String]
        do { segments = try PathSegments.decode(request.path) } catch { return (self.own(.error(error)), .init()) }
        switch self.tree.find(request.method, segments) {
        case .match(let match):
            return (match.value, PathParameters(names: match.names, values: match.values))
        case .nothing:
            return (self.own(.error(HTTPError(.notFound, "There is nothing here."))), .init())
        case .otherMethods(let methods):
            let allow = methods.map(\.rawValue).joined(separator: ", ")
            if request.method == .options { return (self.own(.options(allow: allow)), .init()) }
            let error = HTTPError(.methodNotAllowed, "\(request.method) can't be done here; \(allow) can.", headers: [.allow: allow])
            return (self.own(.error(error)), .init())
        }
    }

    private enum Own: Sendable {
        case options(allow: String)
        case error(HTTPError)
    }

    /// An answer of the router's own, inside its middleware like any other.
    private func own(_ answer: Own) -> Endpoint {
        let handler: RouteHandler<Context> = { _, _ in
            switch answer {
            case .options(let allow): return HTTPResponse(status: .noContent, headers: [.allow: allow])
            case .error(let error): throw error
            }
        }
        return Endpoint(template: nil, handler: self.middleware.around(handler, errors: self.errors))
    }
}
