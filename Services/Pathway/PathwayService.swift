import Chassis
import Crypto
import Events
import HTTP
import Observability
import Postgres

/// The service without its events: what a database and a clock are enough for.
struct PathwayService: Sendable {
    /// The API's prefix, which the proxy passes on as it is.
    static let prefix = "/pathway/api/v1"

    let database: Database
    let pages: Pages
    let random: any RandomSource
    let now: @Sendable () -> WallTime

    /// Over a pool that logs in as `pathway_http`.
    init(database: Database, random: any RandomSource, now: @escaping @Sendable () -> WallTime) throws {
        self.database = database
        self.pages = try PageRoutes.pages()
        self.random = random
        self.now = now
    }

    /// What answers requests, inside the standard middleware.
    func router(_ middleware: StandardMiddleware) -> Router<ServiceContext> {
        let router = Router(context: ServiceContext.self)
        middleware.add(to: router)
        let group = router.group(Self.prefix)
        let publishing = PublishingPathway(database: self.database, random: self.random, now: self.now)
        let advising = Advising(database: self.database, now: self.now)
        PathwayRoutes(publishing: publishing, database: self.database).add(to: group)
        ProgressRoutes(advising: advising, database: self.database).add(to: group)
        PageRoutes(advising: advising, database: self.database, pages: self.pages).add(to: router)
        group.openAPI(PackageResources.openapi_yaml)
        group.schemas(["pathway.v1.json", "progress.v1.json"], EventCatalogue.schema(named:))
        return router
    }
}
