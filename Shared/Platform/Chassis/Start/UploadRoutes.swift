import HTTP

/// Routes that take long bodies, with limits of their own: a file may take longer to arrive than an answer may take.
public struct UploadRoutes: Sendable {
    let templates: Set<String>
    let bodyLimit: Int
    let timeLimit: Duration

    /// Routes by their templates, such as `/issuer/api/v1/batches`.
    public init(_ templates: Set<String>, bodyLimit: Int, timeLimit: Duration) {
        self.templates = templates
        self.bodyLimit = bodyLimit
        self.timeLimit = timeLimit
    }

    /// No such route.
    public static let none = UploadRoutes([], bodyLimit: 0, timeLimit: .zero)
}

/// Stands around some routes as one middleware, and around all others as another.
struct RouteChoiceMiddleware<Context: RequestContext>: RouterMiddleware {
    let templates: Set<String>
    let chosen: any RouterMiddleware<Context>
    let others: any RouterMiddleware<Context>

    func handle(_ request: HTTPRequest, context: Context, next: @escaping RouteHandler<Context>) async throws -> HTTPResponse {
        let isChosen = request.method == .post && context.route.map(self.templates.contains) == true
        return try await (isChosen ? self.chosen : self.others).handle(request, context: context, next: next)
    }
}
