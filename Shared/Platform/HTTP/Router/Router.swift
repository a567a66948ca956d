public import Observability

/// Which handler answers which request. Built once, then turned into a responder.
///
/// Middleware added here sees every request, also one that no route answers; `context.route` tells which route it is. Routes are looked up before
/// the middleware runs. A path matches whole segments, exactly: `/items/` is another path than `/items`, and a literal segment wins over a parameter.
public final class Router<Context: RequestContext> {
    private struct Route {
        let method: HTTPMethod
        let template: PathTemplate
        let middleware: [any RouterMiddleware<Context>]
        let handler: RouteHandler<Context>
    }

    private var middleware: [any RouterMiddleware<Context>] = []
    private var table: [Route] = []

    /// A router without routes, for handlers that get such a context.
    public init(context: Context.Type = BasicRequestContext.self) {}

    /// Adds middleware around every request, inside what was added before.
    @discardableResult public func add(middleware: any RouterMiddleware<Context>) -> Self {
        self.middleware.append(middleware)
        return self
    }

    /// Routes under a common prefix.
    public func group(_ path: String = "") -> RouterGroup<Context> {
        RouterGroup(router: self, prefix: path, middleware: [])
    }

    /// Adds a route. `/items/{id}` names a segment that varies.
    @discardableResult public func on(
        _ path: String, method: HTTPMethod, use handler: @escaping @Sendable (HTTPRequest, Context) async throws -> HTTPResponse
    ) -> Self {
        self.add(path, method, middleware: [], handler)
        return self
    }

    func add(_ path: String, _ method: HTTPMethod, middleware: [any RouterMiddleware<Context>], _ handler: @escaping RouteHandler<Context>)
    {
        self.table.append(Route(method: method, template: PathTemplate(path), middleware: middleware, handler: handler))
    }

    /// Every route, in the order of path and method.
    public var routes: [RouteDescription] {
        self.table.map { RouteDescription(method: $0.method, path: $0.template.description) }.sorted()
    }

    /// What answers requests from now on.
    ///
    /// `errors` turns what handlers throw, and the router's own 400, 404 and 405, into answers.
    public func buildResponder(logger: Logger, errors: ErrorRenderer = .plain) -> RouterResponder<Context> {
        var tree = RouteTree<RouterResponder<Context>.Endpoint>()
        for route in self.table {
            let handler = (self.middleware + route.middleware).around(route.handler, errors: errors)
            tree.insert(.init(template: route.template.description, handler: handler), method: route.method, template: route.template)
        }
        return RouterResponder(tree: tree, middleware: self.middleware, logger: logger, errors: errors)
    }
}

/// A route as the contract names it.
public struct RouteDescription: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// What is asked to be done.
    public let method: HTTPMethod
    /// The path's template.
    public let path: String

    /// By path, then by method.
    public static func < (left: Self, right: Self) -> Bool {
        (left.path, left.method.rawValue) < (right.path, right.method.rawValue)
    }

    /// `GET /items/{id}`
    public var description: String { "\(self.method) \(self.path)" }
}
