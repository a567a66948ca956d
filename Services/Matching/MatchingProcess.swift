import Chassis
import Crypto
import HTTP
import Messaging
import Observability
import Postgres

/// One process of the matching service, from its settings.
struct MatchingProcess: Sendable {
    let keys: MatchingKeys
    let environment: ServiceEnvironment
    let random: any RandomSource
    let now: @Sendable () -> WallTime

    /// The parts that the mode asks for.
    func parts() throws -> ServiceParts {
        let connections = try ServiceConnections(
            to: .matching, standard: self.keys.standard, events: self.keys.events, environment: self.environment)
        let parts = try MatchingParts(database: connections.main, random: self.random, now: self.now)
        let random = self.random
        let router = parts.router(self.environment.middleware(random: { random.bytes(count: $0) }, now: self.now))
        let group = try connections.group(
            member: self.random.newID(at: self.now()),
            reading: [
                KeepOnCatalogue.consumer: [KeepOnCatalogue()], KeepOnCredential.consumer: [KeepOnCredential(), KeepOnItem()],
                KeepOnConsent.consumer: [KeepOnConsent()],
            ])
        return ServiceParts(
            foundations: connections.foundations,
            responder: router.buildResponder(
                logger: self.environment.logger, errors: self.environment.errors(on: parts.pages)),
            events: group.map { [$0] } ?? [], live: group.map { [.progress(of: $0.health)] } ?? [], ready: [.database(connections.main)])
    }
}
