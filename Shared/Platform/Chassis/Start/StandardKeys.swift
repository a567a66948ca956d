public import Configuration
public import Observability

/// What a process of a service does.
public enum RunMode: String, Sendable, CaseIterable {
    /// It answers requests.
    case http
    /// It publishes and applies events, and works off what waits.
    case events
    /// Both.
    case both

    /// Whether it answers requests.
    public var answersRequests: Bool { self != .events }
    /// Whether it publishes and applies events.
    public var appliesEvents: Bool { self != .http }
}

/// The settings that every service has.
public struct StandardKeys: Sendable {
    /// What the process does.
    public let run = ConfigurationKey(
        "run", .oneOf(RunMode.self), default: .both, help: "What this process does: answer requests, carry events, or both.")
    /// Where requests are answered.
    public let host = ConfigurationKey("http.host", .text, default: "127.0.0.1", help: "The address that requests are answered at.")
    /// On which port.
    public let port: ConfigurationKey<Int>
    /// Where operators ask.
    public let operationsHost = ConfigurationKey("operations.host", .text, default: "127.0.0.1", help: "The address of health and metrics.")
    /// On which port.
    public let operationsPort: ConfigurationKey<Int>
    /// How long requests in flight may take at the end.
    public let drainTime = ConfigurationKey(
        "http.drain-time", .duration(.zero ... .seconds(300)), default: .seconds(8),
        help: "How long requests in flight may take when it stops.")
    /// How much is logged.
    public let logLevel = ConfigurationKey(
        "log.level", .oneOf(Logger.Level.self), default: .info, help: "The least important events that are logged.")
    /// The one address that people and other programs use.
    public let publicURL: ConfigurationKey<URLAddress>
    /// The keys that tokens are believed by.
    public let tokenKeys = ConfigurationKey(
        required: "tokens.keys", .path, help: "The JWK set (RFC 7517) of the keys that tokens and session cookies are signed by.")
    /// Who signs bearer tokens.
    public let tokenIssuer = ConfigurationKey(
        optional: "tokens.issuer", .text,
        help: "The issuer (iss) of bearer tokens, as the identity provider writes it; absent: the public URL's origin.")
    /// Whether there are people whom anybody may be.
    public let demo = ConfigurationKey(
        "demo", .bool, default: false, help: "Pages lead to the people of a demo, whom anybody may be (issuer.personas).")
    /// The database.
    public let database = ConfigurationKey(
        optional: "database.address", .secret,
        help: "PostgreSQL for requests, as libpq writes it, as the login <service>_http: host=... dbname=... user=... password=...")
    /// The database as whoever may change its schema.
    let ownerDatabase = ConfigurationKey(
        required: "database.owner-address", .secret,
        help: "PostgreSQL as a login that may take the role <service>_owner, which alone changes the schema.")

    /// The settings of a service that has these ports when nobody says otherwise.
    public init(port: Int, operationsPort: Int) {
        self.port = ConfigurationKey("http.port", .int(0...65_535), default: port, help: "Its port; 0 takes a free one.")
        self.operationsPort = ConfigurationKey(
            "operations.port", .int(0...65_535), default: operationsPort, help: "Its port; the proxy must not serve it.")
        self.publicURL = ConfigurationKey(
            "public.url", .url("https", "http"), default: StandardKeys.localURL,
            help: "The site's one address, which is signed into credentials and compared with the origin of forms.")
    }

    /// All of them, in the order of help.
    public var all: [any DeclaredKey] {
        [
            self.run, self.host, self.port, self.operationsHost, self.operationsPort, self.drainTime, self.logLevel, self.publicURL,
            self.tokenKeys, self.tokenIssuer, self.demo, self.database,
        ]
    }

    private static var localURL: URLAddress {
        guard let url = URLAddress("http://localhost:8080") else { preconditionFailure("this is an URL") }
        return url
    }
}
