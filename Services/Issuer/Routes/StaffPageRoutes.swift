import Chassis
import HTTP

/// All pages of staff, over the issuer's use cases.
struct StaffPageRoutes: Sendable {
    let parts: IssuerParts
    let checking: CheckingBatch
    let revoking: Revoking
    let finding: FindingCredentials
    let deciding: DecidingReview

    func add(to router: Router<ServiceContext>) {
        let (database, colleges, pages) = (self.parts.database, self.parts.colleges, self.parts.pages)
        let group = router.group("/issuer")
        pages.all.addStylesheet(to: group)
        HomePageRoutes(colleges: colleges, database: database, pages: pages).add(to: router)
        BatchListPageRoutes(checking: self.checking, database: database, pages: pages).add(to: group)
        BatchPageRoutes(colleges: colleges, database: database, pages: pages).add(to: group)
        BatchFileRoutes(database: database).add(to: group)
        CredentialFindPageRoutes(finding: self.finding, database: database, pages: pages).add(to: group)
        CredentialPageRoutes(revoking: self.revoking, finding: self.finding, database: database, pages: pages).add(to: group)
        ReviewPageRoutes(deciding: self.deciding, finding: self.finding, database: database, pages: pages).add(to: group)
        AchievementPageRoutes(database: database, pages: pages).add(to: group)
    }
}
