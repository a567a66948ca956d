import Chassis
import Crypto
import Events
import HTTP
import JSON
import Messaging
import Observability
import Postgres

@testable import cairn_issuer
@testable import cairn_matching
@testable import cairn_pathway
@testable import cairn_verifier
@testable import cairn_wallet

/// A route of one of the services.
struct WallRoute: Sendable, Hashable, CustomStringConvertible {
    let service: String
    let method: HTTPMethod
    let path: String

    /// `GET /wallet/api/v1/items/{id}`
    var description: String { "\(self.method) \(self.path)" }

    /// Every route that the services answer, from the very tables by which they do.
    static func all() async throws -> [WallRoute] {
        let idle = Database(DatabaseSettings(name: "idle")) { "" }
        let logger = Logger(label: "wall", level: .error, handler: JSONLogHandler())
        let failpoints = try Failpoints("", logger: logger)
        let (random, now) = (SystemRandom(), { @Sendable in WallTime.now() })
        let keys = try KeySet([])
        func tokens(_ type: String) -> TokenVerifier {
            TokenVerifier(keys: keys, issuer: WallStack.origin, audience: ServiceEnvironment.audience, type: type)
        }
        let middleware = StandardMiddleware(
            registry: MetricsRegistry(), tokens: tokens(ServiceEnvironment.tokenType), sessions: tokens(ServiceEnvironment.sessionType),
            origin: WallStack.origin, random: { SystemRandom().bytes(count: $0) }, now: now)
        let issuer = IssuerParts(
            database: idle, masterKeys: try MasterKeys(WallStack.masterKey), site: cairn_issuer.Site(origin: WallStack.origin),
            failpoints: failpoints, random: random, now: now)
        let key = try Curve25519.Signing.PrivateKey(from: random)
        let signingIn = SigningIn(
            database: idle, colleges: issuer.colleges, tickets: tokens(Ticket.tokenType),
            sessions: TokenSigner(key: key, keyID: "s", issuer: WallStack.origin, type: ServiceEnvironment.sessionType), now: now)
        let signIn = SignInRoutes(
            signingIn: signingIn, personas: try JSONDocument(parsing: WallStack.personas.bytes()).decode([Persona].self),
            cookie: SessionCookie(isSecure: false), pages: try SignInParts.pages(), now: now)
        let wallet = try WalletParts(
            database: idle, site: cairn_wallet.Site(origin: WallStack.origin), catalogueAge: .seconds(1), failpoints: failpoints,
            random: random, now: now)
        let tables: [(String, [RouteDescription])] = [
            ("issuer", issuer.router(middleware, signIn: signIn).routes),
            ("matching", try MatchingParts(database: idle, random: random, now: now).router(middleware).routes),
            ("pathway", try PathwayService(database: idle, random: random, now: now).router(middleware).routes),
            (
                "verifier",
                try VerifierService(database: idle, registry: MetricsRegistry(), catalogueAge: .seconds(1)).routes.router.routes
            ),
            ("wallet", wallet.router(middleware).routes),
        ]
        await idle.stop()
        return tables.flatMap { name, routes in routes.map { WallRoute(service: name, method: $0.method, path: $0.path) } }
    }
}
