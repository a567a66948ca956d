import Chassis
import CloudEvents
import Crypto
import Events
import Messaging
import Observability
import Postgres

/// What works off items in one process, over the pool that carries events.
struct IssuerWork: Sendable {
    let worker: WorkingOffItems

    /// The parts of a worker, whose pool logs in as `issuer_events`.
    init(
        database: Database, masterKeys: MasterKeys, site: Site, member: UUIDValue, dead: Duration, failpoints: Failpoints, logger: Logger,
        random: any RandomSource, now: @escaping @Sendable () -> WallTime
    ) {
        let scope: @Sendable (CollegeID) -> Scope = { .events(of: [$0]) }
        let places = StatusPlaces(database, process: member, site: site, random: random, now: now, as: scope)
        self.worker = WorkingOffItems(
            database: database, colleges: Colleges(database, masterKeys: masterKeys, as: scope),
            signing: SigningSlice(places: places, signing: SigningCredential(site: site, random: random, now: now)), member: member,
            dead: dead, failpoints: failpoints, logger: logger.labelled("work"), now: now)
    }
}
