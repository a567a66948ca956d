import Chassis
import Credentials
import Crypto
import Events
import HTTP
import Messaging
import Observability
import Postgres

/// The wallet's use cases over one pool, and the routes that lead to them.
struct WalletParts: Sendable {
    let database: Database
    let site: Site
    let failpoints: Failpoints
    let random: any RandomSource
    let now: @Sendable () -> WallTime
    let pages: WalletPages
    private let judging: Judging

    /// Parts over a pool that logs in as `wallet_http`. `pseudo` disguises every sentence of the pages.
    init(
        database: Database, site: Site, catalogueAge: Duration, failpoints: Failpoints, random: any RandomSource,
        now: @escaping @Sendable () -> WallTime, pseudo: Bool = false
    ) throws {
        self.database = database
        self.site = site
        self.failpoints = failpoints
        self.random = random
        self.now = now
        self.pages = try WalletPages(pseudo: pseudo, now: now)
        var limits = VerificationLimits.standard
        limits.statusListAge = catalogueAge.components.seconds
        self.judging = Judging(database: database, limits: limits)
    }

    /// What answers the wallet's requests, inside the standard middleware.
    func router(_ middleware: StandardMiddleware) -> Router<ServiceContext> {
        let router = Router(context: ServiceContext.self)
        middleware.add(to: router)
        let api = router.group("/wallet/api/v1")
        let consenting = Consenting(database: self.database, random: self.random, now: self.now)
        let sharing = Sharing(database: self.database, random: self.random, now: self.now)
        ItemRoutes(database: self.database).add(to: api)
        ConsentRoutes(consenting: consenting, database: self.database, failpoints: self.failpoints).add(to: api)
        ShareRoutes(sharing: sharing, database: self.database, site: self.site, failpoints: self.failpoints, now: self.now).add(to: api)
        api.openAPI(PackageResources.openapi_yaml)
        api.schemas(["consent.v1.json", "item.v1.json"], EventCatalogue.schema(named:))
        let opening = OpeningLink(database: self.database, now: self.now)
        SharedPageRoutes(opening: opening, judging: self.judging, pages: self.pages).add(to: router)
        let wallet = router.group("/wallet")
        self.pages.own.addStylesheet(to: wallet)
        let record = RecordPageRoutes(database: self.database, judging: self.judging, pages: self.pages)
        record.add(to: wallet)
        router.get("/wallet/") { request, context in try await record.list(request, context) }
        SharePageRoutes(sharing: sharing, database: self.database, judging: self.judging, site: self.site, pages: self.pages)
            .add(to: wallet)
        LinkPageRoutes(sharing: sharing, database: self.database, site: self.site, pages: self.pages).add(to: wallet)
        ConsentPageRoutes(consenting: consenting, database: self.database, pages: self.pages).add(to: wallet)
        return router
    }
}
