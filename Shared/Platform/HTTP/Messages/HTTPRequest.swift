/// One request: its head as it came, its body as it comes.
public struct HTTPRequest: Sendable {
    /// What is asked to be done.
    public let method: HTTPMethod
    /// The path, not decoded: `/items/a%2Fb`. The router decodes its segments.
    public let path: String
    /// What follows the `?`, not decoded.
    public let rawQuery: String?
    /// The head's fields.
    public var headers: HTTPFields
    /// The body, to be read once.
    public var body: HTTPRequestBody

    /// A request. Throws 400 when the target is not one that RFC 9112 §3.2 allows.
    public init(method: HTTPMethod, target: String, headers: HTTPFields = [:], body: HTTPRequestBody = .init()) throws(HTTPError) {
        let target = try RequestTarget(target, method: method, host: headers[.host])
        self.init(method: method, target: target, headers: headers, body: body)
    }

    init(method: HTTPMethod, target: RequestTarget, headers: HTTPFields, body: HTTPRequestBody) {
        self.method = method
        self.path = target.path
        self.rawQuery = target.query
        self.headers = headers
        self.body = body
    }

    /// The query's names and values. Throws 400 when they are not encoded rightly.
    public func query() throws(HTTPError) -> QueryItems {
        try QueryItems(self.rawQuery ?? "")
    }

    /// The cookies that the client sent.
    public var cookies: Cookies { Cookies(self.headers.values(of: .cookie)) }

    /// The media type of the body, without parameters, in lower case: `application/json`.
    public var mediaType: String? {
        self.headers[.contentType].map { value in
            let type = value.prefix { $0 != ";" }.lowercased()
            return String(type.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" })
        }
    }
}
