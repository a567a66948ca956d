import Chassis
import CloudEvents
import Crypto
import Events
import HTTP
import JSON
import Messaging
import Observability
import Postgres

/// The issuer's use cases over one pool, and the routes that lead to them.
struct IssuerParts: Sendable {
    let database: Database
    let colleges: Colleges
    let places: StatusPlaces
    let site: Site
    let failpoints: Failpoints
    let random: any RandomSource
    let now: @Sendable () -> WallTime
    let pages: IssuerPages

    /// Parts over a pool that logs in as `issuer_http`. `pseudo` disguises every sentence of the pages.
    init(
        database: Database, masterKeys: MasterKeys, site: Site, failpoints: Failpoints, random: any RandomSource,
        now: @escaping @Sendable () -> WallTime, pseudo: Bool = false
    ) throws {
        self.database = database
        self.colleges = Colleges(database, masterKeys: masterKeys)
        self.places = StatusPlaces(database, process: random.newID(at: now()), site: site, random: random, now: now)
        self.site = site
        self.failpoints = failpoints
        self.random = random
        self.now = now
        self.pages = try IssuerPages(pseudo: pseudo, now: now)
    }

    /// What answers the issuer's requests, inside the standard middleware; `signIn` are the ways in, where there are any.
    func router(_ middleware: StandardMiddleware, signIn: SignInRoutes? = nil) -> Router<ServiceContext> {
        let router = Router(context: ServiceContext.self)
        middleware.add(to: router, uploads: BatchRoutes.uploads)
        let group = router.group("/issuer/api/v1")
        let issuing = Issuing(
            database: self.database, colleges: self.colleges, places: self.places,
            signing: SigningCredential(site: self.site, random: self.random, now: self.now))
        let revoking = Revoking(database: self.database, colleges: self.colleges, site: self.site, now: self.now)
        let publishing = PublishingAchievement(database: self.database, colleges: self.colleges, random: self.random, now: self.now)
        let finding = FindingCredentials(database: self.database, colleges: self.colleges)
        CredentialRoutes(
            issuing: issuing, revoking: revoking, finding: finding, database: self.database, failpoints: self.failpoints
        ).add(to: group)
        CampusRoutes(
            adding: AddingCampus(database: self.database, colleges: self.colleges, random: self.random, now: self.now),
            database: self.database
        ).add(to: group)
        let deciding = DecidingReview(database: self.database, revoking: revoking, now: self.now)
        ReviewRoutes(deciding: deciding, database: self.database).add(to: group)
        let checking = CheckingBatch(database: self.database, colleges: self.colleges, random: self.random, now: self.now)
        BatchRoutes(checking: checking, database: self.database, now: self.now).add(to: group)
        AchievementRoutes(publishing: publishing, database: self.database).add(to: group)
        StatusListRoutes(colleges: self.colleges, database: self.database, site: self.site).add(to: router)
        signIn?.add(to: router)
        StaffPageRoutes(parts: self, checking: checking, revoking: revoking, finding: finding, deciding: deciding).add(to: router)
        group.openAPI(PackageResources.openapi_yaml)
        group.schemas(Self.schemas, EventCatalogue.schema(named:))
        return router
    }

    /// The schemas of the events that this service writes.
    private static let schemas = ["achievement.v1.json", "credential.v1.json", "issuer.v1.json", "statuslist.v1.json"]
}
