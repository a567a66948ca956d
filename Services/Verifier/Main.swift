import Chassis
import Configuration
import Glibc
import Kafka
import Messaging
import Observability

/// The service `cairn-verifier`: says what holds of a credential, what does not, and what could not be checked.
@main enum Verifier {
    static func main() async throws {
        let variables = try ProcessVariables.all()
        let program = Program(Self.service.command, version: "0.1", environment: variables, terminal: .standard(environment: variables))
        exit(await program.run(Array(CommandLine.arguments.dropFirst())))
    }

    private static var service: ServiceProgram {
        let keys = VerifierKeys()
        return ServiceProgram(
            "cairn-verifier", summary: "says what holds of a credential",
            discussion: "Knows issuers and status lists from the catalogue topic, and keeps nothing of what it is shown.",
            keys: keys.standard, options: keys.own, log: JSONLogHandler()
        ) { environment in
            try VerifierProcess(keys: keys, environment: environment).parts(logs: try Self.logs(keys.events, environment))
        }
    }

    /// How often the log is looked for.
    private static let lookInterval = Duration.seconds(5)

    /// Finds the log: a cluster says its id, an embedded broker has written it to a file.
    private static func logs(_ keys: EventKeys, _ environment: ServiceEnvironment) throws -> LogWatch {
        guard let brokers = environment.configuration[keys.brokers] else {
            let path = environment.configuration[keys.brokerFile]
            return LogWatch(interval: Self.lookInterval, logger: environment.logger) {
                let found = try BrokerFile(path: path)
                return LogLocation(id: found.logID, configuration: KafkaConfiguration(brokers: found.address), isEmbedded: true)
            }
        }
        let kafka = KafkaConfiguration(brokers: brokers.joined(separator: ","), clientID: "cairn-verifier")
        let admin = try KafkaAdmin(kafka, logger: environment.logger, metrics: KafkaMetrics(environment.registry))
        return LogWatch(interval: Self.lookInterval, logger: environment.logger) {
            LogLocation(id: try await admin.clusterID(), configuration: kafka, isEmbedded: false)
        }
    }
}
