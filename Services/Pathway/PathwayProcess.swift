import Chassis
import CloudEvents
import Configuration
import Crypto
import HTTP
import Messaging
import Observability
import Postgres
import ServiceLifecycle

/// One process of the service, from its settings.
struct PathwayProcess: Sendable {
    let keys: PathwayKeys
    let environment: ServiceEnvironment
    let random: any RandomSource
    let now: @Sendable () -> WallTime

    /// The parts that the mode asks for.
    func parts() throws -> ServiceParts {
        let connections = try ServiceConnections(
            to: .pathway, standard: self.keys.standard, events: self.keys.events, environment: self.environment)
        let service = try PathwayService(database: connections.main, random: self.random, now: self.now)
        let random = self.random
        let router = service.router(self.environment.middleware(random: { random.bytes(count: $0) }, now: self.now))
        let responder = router.buildResponder(
            logger: self.environment.logger, errors: self.environment.errors(on: service.pages))
        let deriving = DerivingProgress(random: self.random, now: self.now)
        var events: [any Service] = []
        var live: [HealthCheck] = []
        let reactions: [any Reaction] = [KeepOnCatalogue(), DeriveOnCredential(deriving: deriving), PassOverItem()]
        let member = self.random.newID(at: self.now())
        if let database = connections.events,
            let group = try connections.group(member: member, reading: [KeepOnCatalogue.consumer: reactions])
        {
            events = [group, LookingAgain(database: database, deriving: deriving, logger: self.environment.logger)]
            live = [.progress(of: group.health)]
        }
        return ServiceParts(
            foundations: connections.foundations, responder: responder, events: events, live: live, ready: [.database(connections.main)])
    }
}
