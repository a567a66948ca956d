import Chassis
import HTTP

extension SiteClient {
    static var cookieName: String { SessionCookie.name }

    /// Uses a sign-in link as a browser does: opens the page, posts its form, and keeps the cookie.
    func signIn(by ticket: String) async throws(SiteError) -> Caller {
        let page = "/enter?ticket=\(ticket)"
        _ = try await self.answer(.get, page, as: .nobody)
        let response = try await self.answer(
            .post, "/enter", as: .nobody, headers: [.contentType: "application/x-www-form-urlencoded"],
            body: .bytes(Array("ticket=\(Self.escaped(ticket))".utf8)))
        guard let cookie = response.cookies.last(where: { $0.name == Self.cookieName })?.value, !cookie.isEmpty else {
            throw .unexpected(SiteError.Place(.post, "/enter"), "the answer signs nobody in")
        }
        return .session(cookie)
    }
}
