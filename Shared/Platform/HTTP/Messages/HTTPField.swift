/// One field of a head: a name and a value (RFC 9110 §5).
public struct HTTPField: Sendable, Hashable {
    /// What the field is called.
    public let name: Name
    /// What it says. Never holds CR, LF or NUL.
    public let value: String

    /// A field. CR, LF and NUL in the value become spaces (RFC 9110 §5.5), so that no value can begin a line of its own.
    public init(name: Name, value: String) {
        self.name = name
        self.value = value.utf8.contains(where: { $0 == 13 || $0 == 10 || $0 == 0 }) ? Self.flattened(value) : value
    }

    private static func flattened(_ value: String) -> String {
        String(decoding: value.utf8.map { $0 == 13 || $0 == 10 || $0 == 0 ? 32 : $0 }, as: UTF8.self)
    }

    /// A field name: a token whose case does not count.
    public struct Name: Sendable, Hashable, CustomStringConvertible {
        /// The name as it was written.
        public let rawName: String

        /// Nil when the text is no token.
        public init?(_ name: String) {
            guard name.isToken else { return nil }
            self.rawName = name
        }

        /// A name that has been found to be a token.
        init(checked name: String) {
            self.rawName = name
        }

        /// As it was written.
        public var description: String { self.rawName }

        /// The case of letters does not count.
        public static func == (left: Name, right: Name) -> Bool { left.rawName.equalsIgnoringCase(right.rawName) }

        /// Feeds the name in lower case.
        public func hash(into hasher: inout Hasher) {
            for byte in self.rawName.utf8 { hasher.combine(byte.lowercased) }
        }
    }
}

extension HTTPField.Name {
    /// `Accept`
    public static let accept = Self(checked: "Accept")
    /// `Accept-Language`
    public static let acceptLanguage = Self(checked: "Accept-Language")
    /// `Allow`
    public static let allow = Self(checked: "Allow")
    /// `Authorization`
    public static let authorization = Self(checked: "Authorization")
    /// `Cache-Control`
    public static let cacheControl = Self(checked: "Cache-Control")
    /// `Connection`
    public static let connection = Self(checked: "Connection")
    /// `Content-Disposition`
    public static let contentDisposition = Self(checked: "Content-Disposition")
    /// `Content-Language`
    public static let contentLanguage = Self(checked: "Content-Language")
    /// `Content-Length`
    public static let contentLength = Self(checked: "Content-Length")
    /// `Content-Security-Policy`
    public static let contentSecurityPolicy = Self(checked: "Content-Security-Policy")
    /// `Content-Type`
    public static let contentType = Self(checked: "Content-Type")
    /// `X-Content-Type-Options`
    public static let contentTypeOptions = Self(checked: "X-Content-Type-Options")
    /// `Cookie`
    public static let cookie = Self(checked: "Cookie")
    /// `ETag`
    public static let eTag = Self(checked: "ETag")
    /// `Expect`
    public static let expect = Self(checked: "Expect")
    /// `X-Frame-Options`
    public static let frameOptions = Self(checked: "X-Frame-Options")
    /// `Host`
    public static let host = Self(checked: "Host")
    /// `Idempotency-Key`
    public static let idempotencyKey = Self(checked: "Idempotency-Key")
    /// `If-Match`
    public static let ifMatch = Self(checked: "If-Match")
    /// `If-None-Match`
    public static let ifNoneMatch = Self(checked: "If-None-Match")
    /// `Location`
    public static let location = Self(checked: "Location")
    /// `Origin`
    public static let origin = Self(checked: "Origin")
    /// `Referrer-Policy`
    public static let referrerPolicy = Self(checked: "Referrer-Policy")
    /// `Retry-After`
    public static let retryAfter = Self(checked: "Retry-After")
    /// `Set-Cookie`
    public static let setCookie = Self(checked: "Set-Cookie")
    /// `traceparent`
    public static let traceparent = Self(checked: "traceparent")
    /// `Transfer-Encoding`
    public static let transferEncoding = Self(checked: "Transfer-Encoding")
    /// `User-Agent`
    public static let userAgent = Self(checked: "User-Agent")
    /// `Vary`
    public static let vary = Self(checked: "Vary")
    /// `WWW-Authenticate`
    public static let wwwAuthenticate = Self(checked: "WWW-Authenticate")
}
