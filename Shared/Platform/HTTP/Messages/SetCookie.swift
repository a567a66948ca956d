/// A cookie to be kept by the browser (RFC 6265 §4.1). HttpOnly unless said otherwise: no script needs to read it.
public struct SetCookie: Sendable, Hashable, CustomStringConvertible {
    /// With which requests from other sites the browser sends it.
    public enum SameSite: String, Sendable {
        /// With none.
        case strict = "Strict"
        /// With links followed to this site.
        case lax = "Lax"
    }

    /// What it is called; a token.
    public let name: String
    /// What it says.
    public let value: String
    /// The paths it is sent to.
    public var path = "/"
    /// How long it is kept; until the browser closes when nil; zero removes it.
    public var maxAge: Duration?
    /// Whether it travels over TLS only.
    public var isSecure: Bool
    /// Whether scripts can't read it.
    public var isHTTPOnly = true
    /// With which requests from other sites it is sent.
    public var sameSite: SameSite = .lax

    /// A cookie. The name must be a token and the value made of cookie-octets; encode it first if it may be anything else.
    public init(name: String, value: String, isSecure: Bool, maxAge: Duration? = nil) {
        precondition(name.isToken && value.utf8.allSatisfy(Cookies.isOctet), "the cookie \(name) must be encoded before it is set")
        self.name = name
        self.value = value
        self.isSecure = isSecure
        self.maxAge = maxAge
    }

    /// The value of the `Set-Cookie` field.
    public var description: String {
        var text = "\(self.name)=\(self.value); Path=\(self.path)"
        if let maxAge { text += "; Max-Age=\(maxAge.components.seconds)" }
        if self.isSecure { text += "; Secure" }
        if self.isHTTPOnly { text += "; HttpOnly" }
        return text + "; SameSite=\(self.sameSite.rawValue)"
    }
}
