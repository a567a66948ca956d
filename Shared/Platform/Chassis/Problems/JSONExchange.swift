public import HTTP
public import JSON

extension HTTPRequest {
    /// The most bytes of a JSON body, where a route does not ask for more.
    public static var jsonLimit: Int { 65_536 }

    /// The JSON of the body; another media type, or bytes that are no JSON, is a problem that says so.
    public func json(upTo limit: Int = Self.jsonLimit) async throws -> JSONDocument {
        guard self.mediaType == "application/json" else {
            throw Problem(.unsupportedMediaType, "media-type-unknown", "Send JSON, with the Content-Type application/json.")
        }
        return try JSONDocument(parsing: try await self.body.collect(upTo: limit))
    }
}

extension HTTPResponse {
    /// A value as JSON, perhaps at a new address.
    public static func json(_ value: JSON, status: HTTPStatus = .ok, location: String? = nil) -> HTTPResponse {
        var headers: HTTPFields = [.contentType: "application/json"]
        headers[.location] = location
        return HTTPResponse(status: status, headers: headers, body: .bytes(value.bytes()))
    }

    /// Another page to go to with GET, as a form that was posted is answered.
    public static func redirect(to path: String) -> HTTPResponse {
        HTTPResponse(status: .seeOther, headers: [.location: path, .cacheControl: "no-store"])
    }
}
