/// Tells browsers to take nothing from elsewhere, to guess no types, to tell no addresses and to show the page in no frame.
///
/// A field that a handler has set stays as it is.
public struct SecurityHeadersMiddleware<Context: RequestContext>: RouterMiddleware {
    /// The policy of pages that need nothing but what their own site serves.
    public static var policy: String {
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    }

    private let fields: [HTTPField]

    /// Middleware that sets a content security policy and its companions.
    public init(contentSecurityPolicy policy: String = Self.policy) {
        self.fields = [
            HTTPField(name: .contentSecurityPolicy, value: policy), HTTPField(name: .contentTypeOptions, value: "nosniff"),
            HTTPField(name: .referrerPolicy, value: "same-origin"), HTTPField(name: .frameOptions, value: "DENY"),
        ]
    }

    /// Adds the fields to the answer.
    public func handle(_ request: HTTPRequest, context: Context, next: @escaping RouteHandler<Context>) async throws -> HTTPResponse {
        var response = try await next(request, context)
        for field in self.fields where !response.headers.contains(field.name) { response.headers.append(field) }
        return response
    }
}
