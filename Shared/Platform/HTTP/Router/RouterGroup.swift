/// Routes that share a prefix and middleware.
public struct RouterGroup<Context: RequestContext> {
    let router: Router<Context>
    let prefix: String
    let middleware: [any RouterMiddleware<Context>]

    /// The same group with one more middleware, inside what it has.
    public func add(middleware: any RouterMiddleware<Context>) -> RouterGroup {
        RouterGroup(router: self.router, prefix: self.prefix, middleware: self.middleware + [middleware])
    }

    /// A group below this one.
    public func group(_ path: String) -> RouterGroup {
        RouterGroup(router: self.router, prefix: PathTemplate.joined(self.prefix, path), middleware: self.middleware)
    }

    /// Adds a route. The path `/` is the prefix itself.
    @discardableResult public func on(
        _ path: String, method: HTTPMethod, use handler: @escaping @Sendable (HTTPRequest, Context) async throws -> HTTPResponse
    ) -> RouterGroup {
        self.router.add(PathTemplate.joined(self.prefix, path), method, middleware: self.middleware, handler)
        return self
    }
}

/// What routes can be added to.
public protocol RouterMethods<Context> {
    /// What goes with a request.
    associatedtype Context: RequestContext

    /// Adds a route.
    @discardableResult func on(
        _ path: String, method: HTTPMethod, use handler: @escaping @Sendable (HTTPRequest, Context) async throws -> HTTPResponse
    ) -> Self
}

extension Router: RouterMethods {}
extension RouterGroup: RouterMethods {}

extension RouterMethods {
    /// Adds a route for GET, which answers HEAD too.
    @discardableResult public func get(
        _ path: String, use handler: @escaping @Sendable (HTTPRequest, Context) async throws -> HTTPResponse
    ) -> Self {
        self.on(path, method: .get, use: handler)
    }

    /// Adds a route for POST.
    @discardableResult public func post(
        _ path: String, use handler: @escaping @Sendable (HTTPRequest, Context) async throws -> HTTPResponse
    ) -> Self {
        self.on(path, method: .post, use: handler)
    }

    /// Adds a route for PUT.
    @discardableResult public func put(
        _ path: String, use handler: @escaping @Sendable (HTTPRequest, Context) async throws -> HTTPResponse
    ) -> Self {
        self.on(path, method: .put, use: handler)
    }

    /// Adds a route for PATCH.
    @discardableResult public func patch(
        _ path: String, use handler: @escaping @Sendable (HTTPRequest, Context) async throws -> HTTPResponse
    ) -> Self {
        self.on(path, method: .patch, use: handler)
    }

    /// Adds a route for DELETE.
    @discardableResult public func delete(
        _ path: String, use handler: @escaping @Sendable (HTTPRequest, Context) async throws -> HTTPResponse
    ) -> Self {
        self.on(path, method: .delete, use: handler)
    }
}
