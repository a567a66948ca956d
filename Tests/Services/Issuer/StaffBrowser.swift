import Chassis
import CloudEvents
import Crypto
import HTTP
import JSON
import Observability
import TestSupport
import Testing

@testable import cairn_issuer

/// A browser on the pages of a story's issuer, in which somebody is signed in by a session, or nobody.
struct StaffBrowser: Sendable {
    let story: IssuerStory
    let client: HTTPTestClient
    private let sessions: TokenSigner

    /// `pseudo` disguises every sentence.
    init(_ story: IssuerStory, pseudo: Bool = false) throws {
        let key = try Curve25519.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: 8, count: 32))
        let signer = TokenSigner(key: key, keyID: "s", issuer: IssuerStory.origin, type: ServiceEnvironment.sessionType)
        func verifier(_ type: String) throws -> TokenVerifier {
            TokenVerifier(
                keys: try KeySet([signer.verificationKey]), issuer: IssuerStory.origin, audience: ServiceEnvironment.audience, type: type)
        }
        let parts = try IssuerParts(
            database: story.http, masterKeys: try MasterKeys(IssuerStory.masterKey), site: Site(origin: IssuerStory.origin),
            failpoints: story.failpoints, random: SystemRandom(), now: { WallTime.now() }, pseudo: pseudo)
        let middleware = StandardMiddleware(
            registry: MetricsRegistry(), tokens: try verifier(ServiceEnvironment.tokenType),
            sessions: try verifier(ServiceEnvironment.sessionType), origin: IssuerStory.origin,
            random: { SystemRandom().bytes(count: $0) }, now: { WallTime.now() })
        let logger = Logger(label: "issuer", level: .error, handler: JSONLogHandler())
        let router = parts.router(middleware)
        self.story = story
        self.sessions = signer
        self.client = .router(router.buildResponder(logger: logger, errors: .pages(parts.pages.bare, logger: logger)))
    }

    /// Runs a test with an issuer of its own and a browser on its pages.
    static func run(pseudo: Bool = false, _ body: (StaffBrowser) async throws -> Void) async throws {
        try await IssuerStory.run { story in try await body(try StaffBrowser(story, pseudo: pseudo)) }
    }

    /// Opens a page.
    func open(_ path: String, as visitor: Visitor = IssuerStory.staff()) async throws -> ReceivedResponse {
        try await self.client.execute(path, headers: self.headers(visitor))
    }

    /// Posts a page's form, from the site itself unless another origin is named.
    func post(
        _ path: String, _ form: String = "", as visitor: Visitor = IssuerStory.staff(), origin: String? = IssuerStory.origin
    ) async throws -> ReceivedResponse {
        var headers = self.headers(visitor)
        headers[.origin] = origin
        headers[.contentType] = "application/x-www-form-urlencoded"
        return try await self.client.execute(path, method: .post, headers: headers, body: Array(form.utf8))
    }

    /// The fields that a browser sends with everything.
    func headers(_ visitor: Visitor) -> HTTPFields {
        var headers: HTTPFields = [.accept: "text/html"]
        if visitor != .anonymous {
            let session = self.sessions.token(claiming: visitor.claims, audience: "cairn", from: WallTime.now(), for: .seconds(600))
            headers[.cookie] = "\(SessionCookie.name)=\(session)"
        }
        return headers
    }
}

extension ReceivedResponse {
    /// Whether it is a page with this heading, whose title says the same.
    func isPage(_ heading: String, _ status: HTTPStatus = .ok) -> Bool {
        self.status == status && self.text.contains("<h1>\(heading)</h1>") && self.text.contains("\(heading) - Cairn</title>")
    }

    /// Whether it tells whoever is not signed in to do so.
    var asksToSignIn: Bool { self.isPage("Sign in first", .unauthorized) }
}
