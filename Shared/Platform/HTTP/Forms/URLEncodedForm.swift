/// The limits of a form.
public struct FormLimits: Sendable {
    /// Fields, files included.
    public var fields: Int
    /// Bytes of the body of an url-encoded form; of all text fields together in a multipart one.
    public var bytes: Int
    /// Files in a multipart form.
    public var files: Int
    /// Bytes of each file.
    public var fileBytes: Int

    /// 100 fields of 64 KB together, and one file of 5 MB, unless said otherwise.
    public init(fields: Int = 100, bytes: Int = 64 * 1_024, files: Int = 1, fileBytes: Int = 5 << 20) {
        self.fields = fields
        self.bytes = bytes
        self.files = files
        self.fileBytes = fileBytes
    }
}

extension HTTPRequest {
    /// The fields of a form that was sent as `application/x-www-form-urlencoded`. Throws 415 for another type, 413 above a limit, 400 for a bad encoding.
    public func form(limits: FormLimits = .init()) async throws -> QueryItems {
        guard self.mediaType == "application/x-www-form-urlencoded" else {
            throw HTTPError(.unsupportedMediaType, "Send the form as application/x-www-form-urlencoded.")
        }
        let bytes = try await self.body.collect(upTo: limits.bytes)
        guard bytes.allSatisfy({ $0 > 32 && $0 < 127 }) else {
            throw HTTPError(.badRequest, "The form holds a byte that must be percent-encoded.")
        }
        return try QueryItems(String(decoding: bytes, as: UTF8.self), limit: limits.fields)
    }
}
