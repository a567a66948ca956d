/// The addresses that leave this service.
struct Site: Sendable {
    /// The site's origin, without a slash at its end.
    let origin: String

    /// Where whoever has a link opens it.
    func url(of token: ShareToken) -> String { "\(self.origin)\(Self.path(of: token.text))" }

    /// The same on this site.
    static func path(of token: String) -> String { "/c/\(token)" }
}
