import Chassis
import CloudEvents
import Configuration
import Credentials
import Glibc
import Kafka
import Messaging
import Observability
import Postgres
import Threads

/// The service `cairn-verifier`: says what holds of a credential, what does not, and what could not be checked.
@main enum Verifier {
    static func main() async throws {
        let (keys, variables) = (VerifierKeys(), try ProcessVariables.all())
        let service = ServiceProgram(
            "cairn-verifier", summary: "says what holds of a credential",
            discussion: "Knows issuers and status lists from the catalogue topic, and keeps nothing of what it is shown.",
            keys: keys.standard, options: keys.own, log: JSONLogHandler()
        ) { try Self.parts(keys, $0) }
        let program = Program(service.command, version: "0.1", environment: variables, terminal: .standard(environment: variables))
        exit(await program.run(Array(CommandLine.arguments.dropFirst())))
    }

    nonisolated static func parts(_ keys: VerifierKeys, _ environment: ServiceEnvironment) throws -> ServiceParts {
        let (configuration, logger, registry) = (environment.configuration, environment.logger, environment.registry)
        let settings = try keys.events.settings(from: configuration, schemaBase: environment.origin + "/verifier/schemas/")
        let address = configuration[keys.standard.database].text ?? ""
        let bell = Bell()
        let database = Database(
            settings.database("verifier", schema: VerifierSchema.name, size: 4), bell: bell,
            metrics: DatabaseMetrics(registry, database: "verifier"), logger: logger
        ) { address }
        let relayDatabase = Database(settings.relayDatabase("verifier-relay", schema: VerifierSchema.name), logger: logger) { address }
        let messaging = MessagingMetrics(registry)
        let (brokers, file) = (configuration[keys.events.brokers], configuration[keys.events.brokerFile])
        let logs = LogWatch(interval: .seconds(5), logger: logger) {
            guard let brokers else {
                let found = try BrokerFile(path: file)
                return LogLocation(id: found.logID, configuration: KafkaConfiguration(brokers: found.address), isEmbedded: true)
            }
            let kafka = KafkaConfiguration(brokers: brokers.joined(separator: ","))
            let id = try await KafkaAdmin.clusterID(at: kafka, logger, messaging.kafka)
            return LogLocation(id: id, configuration: kafka, isEmbedded: false)
        }
        let group = MessagingGroup(
            .init(
                service: VerifierSchema.name, topics: try VerifierSchema.topics, database: database, relayDatabase: relayDatabase,
                bell: bell, logs: logs, settings: settings, failpoints: try Failpoints("", logger: logger), metrics: messaging,
                logger: logger),
            member: UUIDValue(high: .random(in: 0 ... .max), low: .random(in: 0 ... .max)),
            consumers: [KeepOnCatalogue.consumer: [KeepOnCatalogue()]])
        let service = VerifierService(database: database, registry: registry, catalogueAge: configuration[keys.catalogueAge])
        return ServiceParts(
            foundations: [database, relayDatabase], responder: service.routes.responder(logger: logger), events: [group],
            live: [.progress(of: group.health)], ready: [.database(database), service.catalogueCheck])
    }
}

extension KafkaAdmin {
    /// The id of the cluster at an address, asked over a connection that is closed again.
    fileprivate static func clusterID(at kafka: KafkaConfiguration, _ logger: Logger, _ metrics: KafkaMetrics) async throws -> String {
        let admin = try KafkaAdmin(kafka, logger: logger, metrics: metrics)
        let id: Result<String, any Error>
        do { id = .success(try await admin.clusterID()) } catch { id = .failure(error) }
        await admin.close()
        return try id.get()
    }
}
