import Chassis
import Configuration
import Crypto
import HTTP
import Messaging
import Observability
import ServiceLifecycle

/// One process of the wallet, from its settings.
struct WalletProcess: Sendable {
    let keys: WalletKeys
    let environment: ServiceEnvironment
    let random: any RandomSource
    let now: @Sendable () -> WallTime

    /// What the process is made of.
    func parts() throws -> ServiceParts {
        let connections = try ServiceConnections(
            to: .wallet, standard: self.keys.standard, events: self.keys.events, environment: self.environment)
        let wallet = try WalletParts(
            database: connections.main, site: Site(origin: self.environment.origin),
            catalogueAge: self.environment.configuration[self.keys.catalogueAge], failpoints: connections.failpoints, random: self.random,
            now: self.now)
        let random = self.random
        let router = wallet.router(self.environment.middleware(random: { random.bytes(count: $0) }, now: self.now))
        let logger = self.environment.logger
        let group = try connections.group(
            member: self.random.newID(at: self.now()),
            reading: [
                KeepOnCatalogue.consumer: [KeepOnCatalogue()], RecordOnCredential.consumer: [RecordOnCredential()],
                KeepOnProgress.consumer: [KeepOnProgress()], KeepOnRole.consumer: [KeepOnRole()],
            ])
        var events: [any Service] = []
        if let database = connections.events, let group {
            events = [ExpiringConsents(database: database, logger: logger, now: self.now), group]
        }
        return ServiceParts(
            foundations: connections.foundations,
            responder: router.buildResponder(logger: logger, errors: self.environment.errors(on: wallet.pages.own)), events: events,
            live: group.map { [.progress(of: $0.health)] } ?? [], ready: [.database(connections.main)])
    }
}
