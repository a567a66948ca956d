/// Content that does not change while the process lives, such as the stylesheet.
public struct StaticContent: Sendable {
    /// The bytes.
    public let bytes: [UInt8]
    /// Their version.
    public let tag: EntityTag
    private let headers: HTTPFields

    /// Content that browsers may keep for `maxAge` before they ask again whether it has changed.
    public init(_ bytes: [UInt8], contentType: String, maxAge: Duration) {
        self.bytes = bytes
        self.tag = EntityTag(ofTrusted: bytes)
        self.headers = [
            .contentType: contentType, .eTag: "\(self.tag)", .cacheControl: "public, max-age=\(maxAge.components.seconds)",
        ]
    }

    /// The content, or 304 when the client has this very version.
    public func response(to request: HTTPRequest) -> HTTPResponse {
        if let field = request.headers[.ifNoneMatch], self.tag.isNamed(byIfNoneMatch: field) {
            var headers = self.headers
            headers[.contentType] = nil
            return HTTPResponse(status: .notModified, headers: headers)
        }
        return HTTPResponse(headers: self.headers, body: .bytes(self.bytes))
    }
}
