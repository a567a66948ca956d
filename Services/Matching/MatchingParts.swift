import Chassis
import Crypto
import Events
import HTTP
import Observability
import Postgres

/// The use cases over one pool, and the routes that lead to them.
struct MatchingParts: Sendable {
    let database: Database
    let random: any RandomSource
    let now: @Sendable () -> WallTime
    let pages: Pages

    /// Parts over a pool that logs in as `matching_http`.
    init(database: Database, random: any RandomSource, now: @escaping @Sendable () -> WallTime) throws {
        self.database = database
        self.random = random
        self.now = now
        self.pages = try PageRoutes.pages()
    }

    /// What answers requests, inside the standard middleware.
    func router(_ middleware: StandardMiddleware) -> Router<ServiceContext> {
        let router = Router(context: ServiceContext.self)
        middleware.add(to: router)
        let group = router.group("/matching/api/v1")
        let matching = Matching(database: self.database, now: self.now)
        RoleRoutes(
            posting: PostingRole(database: self.database, random: self.random, now: self.now), matching: matching, database: self.database
        ).add(to: group)
        PageRoutes(matching: matching, database: self.database, pages: self.pages).add(to: router)
        group.openAPI(PackageResources.openapi_yaml)
        group.schemas(["role.v1.json"], EventCatalogue.schema(named:))
        return router
    }
}
