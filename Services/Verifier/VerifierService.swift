import Chassis
import Credentials
import Observability
import Postgres
import VerdictPages

/// The verifier without its events: what a database and a clock are enough for.
struct VerifierService: Sendable {
    let database: Database
    let registry: MetricsRegistry
    /// For how long what was read of the catalogue counts.
    let catalogueAge: Duration
    private let metrics: VerifierMetrics
    private let pages: Pages
    private let sentences: VerdictSentences
    private let origin: String
    private let isDemo: Bool
    private let sessions: TokenVerifier
    private let now: @Sendable () -> WallTime
    private let random: @Sendable (Int) -> [UInt8]

    /// A service whose clock and chance are the machine's unless others are given. Its pages say who is signed in by `sessions`.
    init(
        database: Database, registry: MetricsRegistry, catalogueAge: Duration, origin: String, isDemo: Bool = false,
        sessions: TokenVerifier,
        now: @escaping @Sendable () -> WallTime = WallTime.now,
        random: @escaping @Sendable (Int) -> [UInt8] = { count in (0..<count).map { _ in UInt8.random(in: .min ... .max) } }
    ) throws {
        self.database = database
        self.registry = registry
        self.catalogueAge = catalogueAge
        self.metrics = VerifierMetrics(registry)
        self.pages = try PageRoutes.pages()
        self.sentences = try VerdictSentences()
        self.origin = origin
        self.isDemo = isDemo
        self.sessions = sessions
        self.now = now
        self.random = random
    }

    /// Judges credentials.
    var verifying: Verifying {
        var limits = VerificationLimits.standard
        limits.statusListAge = self.catalogueAge.components.seconds
        return Verifying(database: self.database, limits: limits, metrics: self.metrics)
    }

    /// What is answered.
    var routes: VerifierRoutes {
        VerifierRoutes(
            verifications: VerificationRoutes(verifying: self.verifying, now: self.now), issuers: IssuerRoutes(database: self.database),
            pages: PageRoutes(
                verifying: self.verifying, pages: self.pages, sentences: self.sentences, origin: self.origin, isDemo: self.isDemo,
                now: self.now),
            greeting: GreetingMiddleware(sessions: self.sessions, now: self.now), registry: self.registry, random: self.random)
    }

    /// Whether a status can be judged.
    var catalogueCheck: HealthCheck {
        .catalogue(self.database, within: self.catalogueAge, metrics: self.metrics, now: self.now)
    }
}
