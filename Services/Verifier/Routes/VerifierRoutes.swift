import Chassis
import HTTP
import Observability

/// All that the verifier answers, below its prefix.
struct VerifierRoutes: Sendable {
    /// The API's prefix, which the proxy passes on as it is.
    static let prefix = "/verifier/api/v1"

    /// The most bytes of a form, which is what the site in front lets through: a document that is too large is refused beside its field.
    static let formLimit = 2 << 20

    let verifications: VerificationRoutes
    let issuers: IssuerRoutes
    let pages: PageRoutes
    let greeting: GreetingMiddleware<BasicRequestContext>
    let registry: MetricsRegistry
    /// Bytes by chance, for the ids of traces.
    let random: @Sendable (Int) -> [UInt8]

    /// The routes with what stands around them.
    ///
    /// The API is for everybody and changes nothing: neither a visitor nor an origin is asked for, so that any program may post to it. Pages say
    /// who is signed in, and answer everybody alike.
    var router: Router<BasicRequestContext> {
        let router = Router()
        router.add(middleware: TracingMiddleware(random: self.random))
        router.add(middleware: MetricsMiddleware(registry: self.registry))
        router.add(middleware: LogRequestsMiddleware())
        router.add(middleware: SecurityHeadersMiddleware())
        router.add(middleware: TimeoutMiddleware(limit: StandardMiddleware.timeLimit))
        router.add(middleware: BodyLimitMiddleware(limit: Self.formLimit))
        router.add(middleware: self.greeting)
        let group = router.group(Self.prefix).add(middleware: BodyLimitMiddleware(limit: VerificationRoutes.bodyLimit))
        self.verifications.add(to: group)
        self.issuers.add(to: group)
        group.openAPI(PackageResources.openapi_yaml)
        self.pages.add(to: router)
        return router
    }

    /// What answers requests.
    func responder(logger: Logger) -> any HTTPResponder {
        self.router.buildResponder(logger: logger, errors: .pages(self.pages.pages, isDemo: self.pages.isDemo, logger: logger))
    }
}
