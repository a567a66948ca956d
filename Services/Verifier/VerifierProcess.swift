import Chassis
import CloudEvents
import Configuration
import Messaging
import Observability
import Postgres
import Threads

/// One process of the verifier, from its settings.
struct VerifierProcess: Sendable {
    /// Sessions of a process.
    static let sessions = 4

    let keys: VerifierKeys
    let environment: ServiceEnvironment

    /// What the process is made of. `logs` knows where the log is.
    func parts(logs: LogWatch) throws -> ServiceParts {
        let (configuration, logger, registry) = (self.environment.configuration, self.environment.logger, self.environment.registry)
        guard let address = configuration[self.keys.standard.database].text else {
            throw CommandFailure("database.address is not UTF-8", exitCode: Command.ExitCode.misused.number)
        }
        let settings = try self.keys.events.settings(from: configuration, schemaBase: self.environment.origin + "/verifier/schemas/")
        let bell = Bell()
        let database = Database(
            settings.database("verifier", schema: VerifierSchema.name, size: Self.sessions), bell: bell,
            metrics: DatabaseMetrics(registry, database: "verifier"), logger: logger
        ) { address }
        let relayDatabase = Database(settings.relayDatabase("verifier-relay", schema: VerifierSchema.name), logger: logger) { address }
        let memberDatabase = Database(settings.database("verifier-member", schema: VerifierSchema.name, size: 1), logger: logger) {
            address
        }
        let events = MessagingGroup(
            .init(
                service: VerifierSchema.name, topics: try VerifierSchema.topics, database: database, relayDatabase: relayDatabase,
                memberDatabase: memberDatabase, bell: bell, logs: logs, settings: settings, failpoints: try Failpoints("", logger: logger),
                metrics: MessagingMetrics(registry), logger: logger),
            member: UUIDValue(high: .random(in: 0 ... .max), low: .random(in: 0 ... .max)),
            consumers: [KeepOnCatalogue.consumer: [KeepOnCatalogue()]])
        let service = VerifierService(database: database, registry: registry, catalogueAge: configuration[self.keys.catalogueAge])
        return ServiceParts(
            foundations: [database, relayDatabase, memberDatabase], responder: service.routes.responder(logger: logger), events: [events],
            live: [.progress(of: events.health)], ready: [.database(database), service.catalogueCheck])
    }
}
