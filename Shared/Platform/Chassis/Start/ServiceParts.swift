public import Configuration
public import HTTP
public import Observability
public import ServiceLifecycle

/// What a service is given to build itself from.
public struct ServiceEnvironment: Sendable {
    /// Its settings.
    public let configuration: Configuration
    /// What this process does.
    public let mode: RunMode
    /// Where it says what happens.
    public let logger: Logger
    /// What it counts in.
    public let registry: MetricsRegistry
    /// The keys that tokens are believed by.
    public let keys: KeySet
    /// The site's one address.
    public let publicURL: URLAddress
    /// Whether there are people whom anybody may be, at `/demo/people`.
    public let isDemo: Bool
    /// Who signs bearer tokens, when it is not the site itself but an identity provider.
    let tokenIssuer: String?

    /// The site's origin, as browsers write it: without the port that the scheme implies (RFC 6454 §6.2).
    public var origin: String {
        let host = self.publicURL.host.contains(":") ? "[\(self.publicURL.host)]" : self.publicURL.host
        let implied = self.publicURL.scheme == "https" ? 443 : 80
        let port = self.publicURL.port.flatMap { $0 == implied ? nil : ":\($0)" } ?? ""
        return "\(self.publicURL.scheme)://\(host.lowercased())\(port)"
    }
}

extension ServiceEnvironment {
    /// The audience of every token of the suite.
    public static let audience = "cairn"
    /// The type of bearer tokens (RFC 9068 §2.1).
    public static let tokenType = "at+jwt"
    /// The type of session cookies, which no bearer token has.
    public static let sessionType = "session+jwt"

    /// Believes the bearer tokens that programs send.
    public var tokens: TokenVerifier {
        TokenVerifier(keys: self.keys, issuer: self.tokenIssuer ?? self.origin, audience: Self.audience, type: Self.tokenType)
    }

    /// Believes the session cookies that the issuer service signs.
    public var sessions: TokenVerifier {
        TokenVerifier(keys: self.keys, issuer: self.origin, audience: Self.audience, type: Self.sessionType)
    }

    /// How the service's errors look.
    public func errors(on pages: Pages) -> ErrorRenderer { .pages(pages, isDemo: self.isDemo, logger: self.logger) }

    /// What stands around every route of the service.
    public func middleware(
        random: @escaping @Sendable (Int) -> [UInt8], now: @escaping @Sendable () -> WallTime
    ) -> StandardMiddleware {
        StandardMiddleware(
            registry: self.registry, tokens: self.tokens, sessions: self.sessions, origin: self.origin, random: random, now: now)
    }
}

/// What a service is made of.
public struct ServiceParts: Sendable {
    /// What the rest stands on, such as pools; started first, stopped last.
    public let foundations: [any Service]
    /// What answers requests.
    public let responder: any HTTPResponder
    /// What carries events and works off what waits.
    public let events: [any Service]
    /// When only a restart helps.
    public let live: [HealthCheck]
    /// When no requests should be sent.
    public let ready: [HealthCheck]

    /// A service from its parts.
    public init(
        foundations: [any Service], responder: any HTTPResponder, events: [any Service], live: [HealthCheck] = [], ready: [HealthCheck] = []
    ) {
        self.foundations = foundations
        self.responder = responder
        self.events = events
        self.live = live
        self.ready = ready
    }
}
