public import HTTP

/// The cookie that keeps a person signed in: HttpOnly, for this site only, and over TLS wherever the site has it.
public struct SessionCookie: Sendable {
    /// Its name.
    public static let name = "cairn_session"

    private let isSecure: Bool

    /// A cookie for a site that has TLS or not.
    public init(isSecure: Bool) {
        self.isSecure = isSecure
    }

    /// The field that signs somebody in, for as long as the token lives.
    public func signIn(_ token: String, for life: Duration) -> SetCookie {
        SetCookie(name: Self.name, value: token, isSecure: self.isSecure, maxAge: life)
    }

    /// The field that signs her out.
    public var signOut: SetCookie { SetCookie(name: Self.name, value: "", isSecure: self.isSecure, maxAge: .zero) }
}
