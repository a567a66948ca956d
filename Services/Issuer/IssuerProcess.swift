import Chassis
import Configuration
import Crypto
import HTTP
import Messaging
import Observability
import Postgres
import ServiceLifecycle

/// One process of the issuer, from its settings.
struct IssuerProcess: Sendable {
    let keys: IssuerKeys
    let environment: ServiceEnvironment
    let random: any RandomSource
    let now: @Sendable () -> WallTime

    /// The parts that the mode asks for.
    func parts() throws -> ServiceParts {
        let configuration = self.environment.configuration
        let connections = try ServiceConnections(
            to: .issuer, standard: self.keys.standard, events: self.keys.events, environment: self.environment)
        let masterKeys = try self.keys.masterKeys(in: configuration)
        let site = Site(origin: self.environment.origin)
        let issuer = try IssuerParts(
            database: connections.main, masterKeys: masterKeys, site: site, failpoints: connections.failpoints, random: self.random,
            now: self.now)
        let random = self.random
        let signIn = try SignInParts(keys: self.keys, environment: self.environment, now: self.now).routes(for: issuer)
        let router = issuer.router(self.environment.middleware(random: { random.bytes(count: $0) }, now: self.now), signIn: signIn)
        let responder = router.buildResponder(
            logger: self.environment.logger, errors: self.environment.errors(on: issuer.pages.bare))
        var events: [any Service] = []
        var live: [HealthCheck] = []
        let member = self.random.newID(at: self.now())
        let reactions: KeyValuePairs<String, [any Reaction]> = [
            AwardOnProgress.consumer: [AwardOnProgress()], PassOverCatalogue.consumer: [PassOverCatalogue()],
        ]
        if let database = connections.events, let group = try connections.group(member: member, reading: reactions) {
            let opening = OpeningCollege(database: database, masterKeys: masterKeys, site: site, random: self.random, now: self.now)
            let colleges = OpeningColleges(
                opening: opening, colleges: try self.keys.colleges(in: configuration), logger: self.environment.logger)
            let telling = TellingStatusLists(database: database, site: site, logger: self.environment.logger, now: self.now)
            let workers = IssuerWork(
                database: database, masterKeys: masterKeys, site: site, member: member, dead: configuration[self.keys.events.dead],
                failpoints: connections.failpoints, logger: self.environment.logger, random: self.random, now: self.now)
            events = [colleges, telling, workers.worker, group]
            live = [.progress(of: group.health)]
        }
        return ServiceParts(
            foundations: connections.foundations, responder: responder, events: events, live: live, ready: [.database(connections.main)])
    }
}
