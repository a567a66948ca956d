import Chassis
import Configuration
import Crypto
import Messaging
import Observability

/// One process of the verifier, from its settings.
struct VerifierProcess: Sendable {
    let keys: VerifierKeys
    let environment: ServiceEnvironment

    /// What the process is made of.
    func parts() throws -> ServiceParts {
        let connections = try ServiceConnections(
            to: .verifier, standard: self.keys.standard, events: self.keys.events, environment: self.environment)
        let service = try VerifierService(
            database: connections.main, registry: self.environment.registry,
            catalogueAge: self.environment.configuration[self.keys.catalogueAge],
            origin: self.environment.origin, isDemo: self.environment.isDemo, sessions: self.environment.sessions)
        let group = try connections.group(
            member: SystemRandom().newID(at: WallTime.now()), reading: [KeepOnCatalogue.consumer: [KeepOnCatalogue()]])
        return ServiceParts(
            foundations: connections.foundations, responder: service.routes.responder(logger: self.environment.logger),
            events: group.map { [$0] } ?? [], live: group.map { [.progress(of: $0.health)] } ?? [],
            ready: [.database(connections.main), service.catalogueCheck])
    }
}
