import CloudEvents
import HTTP

/// The token of a link that was made just now, on its way to the one page that shows it.
///
/// The wallet keeps no token, and none may stand in an address that browsers write down. A cookie that only this page of this learner's browser
/// gets carries it there, for a few minutes.
enum FreshLink {
    /// How long the page can show the address.
    static let life = Duration.seconds(600)
    /// The cookie's name.
    static let cookieName = "cairn_link"

    /// The field that carries a token to its link's page.
    static func cookie(for token: ShareToken, of link: UUIDValue, on site: Site) -> SetCookie {
        var cookie = SetCookie(
            name: Self.cookieName, value: token.text, isSecure: site.origin.hasPrefix("https://"), maxAge: Self.life)
        cookie.path = "/wallet/links/\(link)"
        cookie.sameSite = .strict
        return cookie
    }

    /// The token of a link, when the request carries it.
    static func token(of link: UUIDValue, in request: HTTPRequest) -> ShareToken? {
        request.cookies[Self.cookieName].flatMap { ShareToken($0) }.flatMap { $0.link == link ? $0 : nil }
    }
}
