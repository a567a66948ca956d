public import HTTP
public import Observability

/// What stands around every route of a service, from the outside in: trace, metrics, log, security fields, the limits of body and time, the visitor,
/// the origin.
public struct StandardMiddleware: Sendable {
    /// The most bytes of a body, where a route does not ask for more.
    public static let bodyLimit = 1 << 20
    /// How long a handler may take to begin its answer.
    public static let timeLimit = Duration.seconds(30)

    private let registry: MetricsRegistry
    private let tokens: TokenVerifier
    private let sessions: TokenVerifier
    private let origin: String
    private let random: @Sendable (Int) -> [UInt8]
    private let now: @Sendable () -> WallTime

    /// The parts that middleware is made of. The origin is the site's, as browsers write it.
    public init(
        registry: MetricsRegistry, tokens: TokenVerifier, sessions: TokenVerifier, origin: String,
        random: @escaping @Sendable (Int) -> [UInt8], now: @escaping @Sendable () -> WallTime
    ) {
        self.registry = registry
        self.tokens = tokens
        self.sessions = sessions
        self.origin = origin
        self.random = random
        self.now = now
    }

    /// Adds all of it to a router. POST to an upload's route has that route's limits.
    public func add<Context: VisitorContext>(
        to router: Router<Context>, bodyLimit: Int = Self.bodyLimit, uploads: UploadRoutes = .none
    ) {
        func choice(_ chosen: any RouterMiddleware<Context>, _ others: any RouterMiddleware<Context>) -> any RouterMiddleware<Context> {
            RouteChoiceMiddleware(templates: uploads.templates, chosen: chosen, others: others)
        }
        router.add(middleware: TracingMiddleware(random: self.random))
        router.add(middleware: MetricsMiddleware(registry: self.registry))
        router.add(middleware: LogRequestsMiddleware())
        router.add(middleware: SecurityHeadersMiddleware())
        router.add(middleware: choice(TimeoutMiddleware(limit: uploads.timeLimit), TimeoutMiddleware(limit: Self.timeLimit)))
        router.add(middleware: choice(BodyLimitMiddleware(limit: uploads.bodyLimit), BodyLimitMiddleware(limit: bodyLimit)))
        router.add(middleware: VisitorMiddleware(tokens: self.tokens, sessions: self.sessions, now: self.now))
        router.add(middleware: OriginMiddleware(origin: self.origin))
    }
}
