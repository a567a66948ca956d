import Chassis
import Crypto
import HTTP
import JSON
import Messaging
import Observability
import Postgres
import TestSupport

@testable import cairn_issuer
@testable import cairn_matching
@testable import cairn_pathway
@testable import cairn_verifier
@testable import cairn_wallet

/// Every route of the five services, from the tables by which the programs answer.
struct SiteRoutes {
    /// By service.
    let byService: [String: [RouteDescription]]

    /// By path and method.
    var all: [RouteDescription] { self.byService.values.joined().sorted() }

    /// What GET answers that is no page for people, and why.
    static let otherThanPages = [
        "/c/{token}/{file}": "the credential's file", "/issuer": "leads to the home of staff",
        "/issuer/batches/template.csv": "a file", "/issuer/batches/{id}/not-issued.csv": "a file",
        "/issuer/batches/{id}/wrong-rows.csv": "a file", "/issuer/cairn.css": "the stylesheet",
        "/favicon.ico": "leads to the site's mark", "/favicon.svg": "the site's mark", "/issuer/status/{id}": "a signed status list",
        "/matching/": "leads to the roles", "/matching/cairn.css": "the stylesheet", "/pathway/cairn.css": "the stylesheet",
        "/verifier/cairn.css": "the stylesheet", "/wallet": "leads to the record", "/wallet/cairn.css": "the stylesheet",
    ]

    /// The pages that people open, by their templates.
    var pages: Set<String> { self.gets.filter { !$0.contains("/api/") }.subtracting(Self.otherThanPages.keys) }

    /// All that GET answers.
    var gets: Set<String> { Set(self.all.filter { $0.method == .get }.map(\.path)) }

    /// The template of the page that a path opens: of two that fit, the one with fewer parameters.
    func page(at path: String) -> String? {
        let segments = path.prefix { $0 != "?" }.split(separator: "/", omittingEmptySubsequences: false)
        return self.pages.filter { template in
            let wanted = template.split(separator: "/", omittingEmptySubsequences: false)
            return wanted.count == segments.count && zip(wanted, segments).allSatisfy { $0 == $1 || ($0.hasPrefix("{") && !$1.isEmpty) }
        }.min { $0.count { $0 == "{" } < $1.count { $0 == "{" } }
    }

    /// Builds each service as its program does, over a pool that never connects.
    init() async throws {
        let database = Database(DatabaseSettings(name: "nowhere")) { "" }
        let routes = Result { try Self.routes(over: database) }
        await database.stop()
        self.byService = try routes.get()
    }

    private static func routes(over database: Database) throws -> [String: [RouteDescription]] {
        let (random, origin) = (SystemRandom(), "http://localhost")
        let failpoints = try Failpoints("", logger: Logger(label: "test", level: .error, handler: JSONLogHandler()))
        let key = try Curve25519.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: 1, count: 32))
        let signer = TokenSigner(key: key, keyID: "t", issuer: origin, type: "t")
        let tokens = TokenVerifier(keys: try KeySet([]), issuer: origin, audience: ServiceEnvironment.audience, type: "t")
        let middleware = StandardMiddleware(
            registry: MetricsRegistry(), tokens: tokens, sessions: tokens, origin: origin, random: { random.bytes(count: $0) },
            now: WallTime.now)

        let issuer = try IssuerParts(
            database: database, masterKeys: try MasterKeys("1:" + String(repeating: "00", count: 32)),
            site: cairn_issuer.Site(origin: origin),
            failpoints: failpoints, random: random, now: WallTime.now)
        let signingIn = SigningIn(database: database, colleges: issuer.colleges, tickets: tokens, sessions: signer, now: WallTime.now)
        let signIn = SignInRoutes(
            signingIn: signingIn, personas: [try Self.persona()], cookie: SessionCookie(isSecure: false),
            pages: issuer.pages.bare, now: WallTime.now)
        let verifier = try VerifierService(
            database: database, registry: MetricsRegistry(), catalogueAge: .seconds(3_600), origin: origin, sessions: tokens)
        let wallet = try WalletParts(
            database: database, site: cairn_wallet.Site(origin: origin), catalogueAge: .seconds(3_600), failpoints: failpoints,
            random: random, now: WallTime.now)
        return [
            "issuer": issuer.router(middleware, signIn: signIn).routes, "verifier": verifier.routes.router.routes,
            "wallet": wallet.router(middleware).routes,
            "pathway": try PathwayService(database: database, random: random, now: WallTime.now).router(middleware).routes,
            "matching": try MatchingParts(database: database, random: random, now: WallTime.now).router(middleware).routes,
        ]
    }

    /// Somebody, so that there is a page of people.
    private static func persona() throws -> Persona {
        let text = #"{"name":"A","kind":"B","say":"C","try":"D","claims":{"visitor":"learner","college":1,"student":"S"}}"#
        return try JSONDocument(parsing: Array(text.utf8)).decode(Persona.self)
    }
}
