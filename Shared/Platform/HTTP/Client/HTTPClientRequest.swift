/// One question to a server.
public struct HTTPClientRequest: Sendable {
    /// What is sent along.
    public enum Body: Sendable {
        /// Nothing.
        case none
        /// Bytes that are already here.
        case bytes([UInt8])
        /// A file that is read while it is sent, so that its size costs no memory. What is added to it meanwhile is not sent.
        case file(path: String)
    }

    /// Where it goes: `http://` or `https://`, a host, and the rest, already percent-encoded.
    public var url: String
    /// What is asked to be done.
    public var method: HTTPMethod
    /// The head's fields. `Content-Length` and `Transfer-Encoding` are the client's to set.
    public var headers: HTTPFields
    /// What is sent along.
    public var body: Body
    /// How many redirects are followed; none unless asked, and none at all when there is a body.
    public var redirectLimit = 0
    /// The most bytes of the answer's body, when other than the client's own limit.
    public var responseLimit: Int?
    /// How long all of it may take, when other than the client's own limit.
    public var timeout: Duration?
    /// Hears how much of the body has been handed over, and of how much. Called on the thread that sends: it should return soon.
    public var onUpload: (@Sendable (_ sent: Int, _ total: Int) -> Void)?

    /// A request.
    public init(_ method: HTTPMethod = .get, url: String, headers: HTTPFields = [:], body: Body = .none) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}

/// A URL that the client may ask: looked at before libcurl sees it, since libcurl forgives much.
struct HTTPClientURL: Equatable {
    /// The most bytes of one.
    static let sizeLimit = 8_192

    let text: String
    /// Scheme, host and port: what a message may say, since paths and queries may hold secrets.
    let origin: String

    init(_ text: String) throws(HTTPClientError) {
        guard text.utf8.count <= Self.sizeLimit else { throw .wrongURL("it is longer than \(Self.sizeLimit) bytes") }
        guard text.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else {
            throw .wrongURL("it holds a character that must be percent-encoded")
        }
        guard let colon = text.firstRange(of: "://") else { throw .wrongURL("it has no scheme") }
        let scheme = text[..<colon.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { throw .wrongURL("its scheme is neither http nor https") }
        let authority = text[colon.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !authority.isEmpty, !authority.hasPrefix(":") else { throw .wrongURL("it names no host") }
        guard !authority.contains("@") else { throw .wrongURL("it holds a name or a password; send them in a field") }
        guard !authority.contains("\\") else { throw .wrongURL("its host holds a backslash") }
        self.text = text
        self.origin = "\(scheme)://\(authority)"
    }
}
