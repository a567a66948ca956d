import CMicroHTTPD

/// What a request's head says, checked for everything that libmicrohttpd lets pass and another server could read in another way, which is how
/// requests are smuggled (RFC 9112 §11.2).
struct RequestHead {
    let method: HTTPMethod
    let target: RequestTarget
    let fields: HTTPFields
    let body: InboundBody.Kind
    let length: Int

    /// Reads the head that libmicrohttpd has parsed.
    ///
    /// 0.9.75 forgives bare LF, folded lines, NUL and doubled spaces without a word, but parses in place: the parts of a well-formed head lie in
    /// memory exactly as far apart as their separators are long, and what it forgave shows in the distances.
    init(
        _ connection: OpaquePointer?, method: UnsafePointer<CChar>, version: UnsafePointer<CChar>, exchange: Exchange,
        limits: HTTPServerConfiguration
    ) throws(HTTPError) {
        let isInPlace = cmhd_parses_in_place() != 0
        let version = ReceivedText(version)
        let methodText = ReceivedText(method)
        if isInPlace {
            guard methodText.end + 1 == exchange.targetRange.lowerBound, exchange.targetRange.upperBound + 1 == version.start else {
                throw HTTPError(.badRequest, "The request line is not three parts with one space between them.")
            }
        }
        guard let method = HTTPMethod(rawValue: methodText.text) else { throw HTTPError(.badRequest, "The method is no token.") }

        var lines = HeaderLines(limit: limits.maxFields, expectedStart: isInPlace ? version.end + 2 : nil)
        withUnsafeMutablePointer(to: &lines) {
            _ = MHD_get_connection_values_n(connection, .HEADER_KIND, addHeaderLine, $0)
        }
        if let fault = lines.fault ?? lines.faultAtEnd() { throw fault }
        let fields = lines.fields

        guard fields.count(of: .host) == 1 || (version.text == "HTTP/1.0" && !fields.contains(.host)) else {
            throw HTTPError(.badRequest, "There must be one Host field.")
        }
        self.method = method
        self.target = try RequestTarget(exchange.target, method: method, host: fields[.host])
        self.fields = fields
        (self.body, self.length) = try Self.framing(fields, isHTTP10: version.text == "HTTP/1.0", window: limits.window)
    }

    /// How the body is delimited (RFC 9112 §6.3), with none of the choices that the RFC leaves to the reader.
    static func framing(_ fields: HTTPFields, isHTTP10: Bool, window: Int) throws(HTTPError) -> (InboundBody.Kind, Int) {
        let lengths = fields.values(of: .contentLength)
        let codings = fields.values(of: .transferEncoding)
        guard lengths.count + codings.count <= 1 else {
            throw HTTPError(.badRequest, "A request has one Content-Length or one Transfer-Encoding, not both or several.")
        }
        let expectations = fields.values(of: .expect)
        guard expectations.allSatisfy({ $0.equalsIgnoringCase("100-continue") }) else {
            throw HTTPError(417, "The only expectation that is understood is 100-continue.")
        }
        if let coding = codings.first {
            guard !isHTTP10 else { throw HTTPError(.badRequest, "HTTP/1.0 has no Transfer-Encoding.") }
            guard coding.equalsIgnoringCase("chunked") else { throw HTTPError(.notImplemented, "The only transfer coding is chunked.") }
            return (expectations.isEmpty ? .large : .announced, 0)
        }
        guard let text = lengths.first else { return (.nothing, 0) }
        guard text.utf8.allSatisfy({ (48...57).contains($0) }), let length = Int(text) else {
            throw HTTPError(.badRequest, "Content-Length is no number.")
        }
        if length == 0 { return (.nothing, 0) }
        if !expectations.isEmpty && !isHTTP10 { return (.announced, length) }
        return (length <= window ? .small : .large, length)
    }
}

/// A zero-terminated text in libmicrohttpd's buffer, and where it lies.
struct ReceivedText {
    let text: String
    let start: UInt
    let end: UInt

    init(_ pointer: UnsafePointer<CChar>) {
        self.text = String(cString: pointer)
        self.start = UInt(bitPattern: pointer)
        self.end = self.start + UInt(self.text.utf8.count)
    }
}
