import Chassis
import Configuration
import Crypto
import Glibc
import Kafka
import Messaging
import Observability

/// The program `cairn-issuer`: publishes achievements, issues credentials, takes them back.
@main enum Issuer {
    static func main() async throws {
        let environment = try ProcessVariables.all()
        let program = Program(Self.service.command, version: "0.1", environment: environment, terminal: .standard(environment: environment))
        exit(await program.run(Array(CommandLine.arguments.dropFirst())))
    }

    private static var service: ServiceProgram {
        let keys = IssuerKeys()
        let standard = StandardKeys(port: 8_081, operationsPort: 9_081)
        return ServiceProgram(
            "cairn-issuer", summary: "issues credentials", discussion: "Publishes achievements, issues credentials, takes them back.",
            keys: standard, options: keys.all, log: JSONLogHandler()
        ) { environment in
            let logs = try Self.logs(keys.events, environment)
            let process = IssuerProcess(
                keys: keys, standard: standard, environment: environment, random: SystemRandom(), now: { WallTime.now() })
            return try await process.parts(logs: logs)
        }
    }

    /// How often the log is looked for.
    private static let lookInterval = Duration.seconds(5)

    /// Finds the log: a cluster says its id, an embedded broker has written it to a file.
    private static func logs(_ keys: EventKeys, _ environment: ServiceEnvironment) throws -> LogWatch {
        let configuration = environment.configuration
        guard let brokers = configuration[keys.brokers] else {
            let path = configuration[keys.brokerFile]
            return LogWatch(interval: Self.lookInterval, logger: environment.logger) {
                let file = try BrokerFile(path: path)
                return LogLocation(
                    id: file.logID, configuration: KafkaConfiguration(brokers: { try BrokerFile(path: path).address }), isEmbedded: true)
            }
        }
        let kafka = KafkaConfiguration(brokers: brokers.joined(separator: ","), clientID: "cairn-issuer")
        let admin = try KafkaAdmin(kafka, logger: environment.logger, metrics: KafkaMetrics(environment.registry))
        return LogWatch(interval: Self.lookInterval, logger: environment.logger) {
            LogLocation(id: try await admin.clusterID(), configuration: kafka, isEmbedded: false)
        }
    }
}
