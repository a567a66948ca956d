/// What answers a request with its context: a handler, or middleware around one.
public typealias RouteHandler<Context: RequestContext> = @Sendable (HTTPRequest, Context) async throws -> HTTPResponse

/// Stands between the server and the handlers: sees each request on its way in and each answer on its way out.
///
/// What a handler or an inner middleware throws has become an answer before an outer one sees it: `next` gives the answer that will be sent.
public protocol RouterMiddleware<Context>: Sendable {
    /// What goes with the request.
    associatedtype Context: RequestContext

    /// Answers the request, most often by what `next` answers.
    func handle(_ request: HTTPRequest, context: Context, next: @escaping RouteHandler<Context>) async throws -> HTTPResponse
}

extension Array {
    /// A handler inside these, the first of them outermost, with errors turned into answers at each step.
    func around<Context>(_ handler: @escaping RouteHandler<Context>, errors: ErrorRenderer) -> RouteHandler<Context>
    where Element == any RouterMiddleware<Context> {
        self.reversed().reduce(errors.around(handler)) { next, middleware in
            errors.around { request, context in try await middleware.handle(request, context: context, next: next) }
        }
    }
}
