public import Configuration
import Kafka
public import Messaging

/// The settings of every service that carries events.
public struct EventKeys: Sendable {
    /// The database, for what carries events.
    public let database = ConfigurationKey(
        optional: "database.events-address", .secret,
        help: "PostgreSQL for what carries events, as the login <service>_events; needed with --run events and --run both.")
    /// Where Kafka is.
    public let brokers = ConfigurationKey(
        optional: "kafka.brokers", .list(of: .text),
        help: "Kafka's brokers, as host:port; absent: the embedded broker that broker-file names.")
    /// Where the embedded broker writes its address.
    public let brokerFile = ConfigurationKey(
        "kafka.broker-file", .path, default: ".cairn/broker.json", help: "Where the embedded broker has written its address.")
    /// What stands before each topic's name.
    public let prefix = ConfigurationKey(
        optional: "kafka.prefix", .text, help: "What stands before each topic's name, so that two installations can share a cluster.")
    /// What a log means that is not the one known.
    public let newLog = ConfigurationKey(
        optional: "new-log", .oneOf(MessagingSettings.NewLog.self),
        help:
            "What to do when the log is another than before: fill and read it from its beginning, or halt; absent: rewind on the embedded broker, else halt."
    )
    /// How often a process says that it lives.
    public let heartbeat = ConfigurationKey(
        "lease.heartbeat", .duration(.milliseconds(50) ... .seconds(60)), default: .seconds(2),
        help: "How often a process says that it lives.")
    /// After how long it counts as dead.
    public let dead = ConfigurationKey(
        "lease.dead", .duration(.milliseconds(200) ... .seconds(600)), default: .seconds(8),
        help: "After how long without a heartbeat a process counts as dead; at least three heartbeats.")

    /// Where a test kills or stops the process.
    public let failpoints = ConfigurationKey(
        "failpoints", .text, default: "", help: "Where a test kills or stops the process; debug builds only.")

    /// How often the log is looked for.
    private static let lookInterval = Duration.seconds(5)

    /// The settings.
    public init() {}

    /// All of them, in the order of help.
    public var all: [any DeclaredKey] {
        [
            self.database, self.brokers, self.brokerFile, self.prefix, self.newLog, self.heartbeat, self.dead, self.failpoints,
        ]
    }

    /// Finds the log: a cluster says its id, an embedded broker has written it to a file.
    func logs(of environment: ServiceEnvironment, client: String) throws -> LogWatch {
        let configuration = environment.configuration
        guard let brokers = configuration[self.brokers] else {
            let path = configuration[self.brokerFile]
            return LogWatch(interval: Self.lookInterval, logger: environment.logger) {
                let file = try BrokerFile(path: path)
                return LogLocation(
                    id: file.logID, configuration: KafkaConfiguration(brokers: { try BrokerFile(path: path).address }), isEmbedded: true)
            }
        }
        let kafka = KafkaConfiguration(brokers: brokers.joined(separator: ","), clientID: client)
        let admin = try KafkaAdmin(kafka, logger: environment.logger, metrics: KafkaMetrics(environment.registry))
        return LogWatch(interval: Self.lookInterval, logger: environment.logger) {
            LogLocation(id: try await admin.clusterID(), configuration: kafka, isEmbedded: false)
        }
    }

    /// What they say together. `schemaBase` is where the service serves its JSON Schemas.
    public func settings(from configuration: Configuration, schemaBase: String) throws(CommandFailure) -> MessagingSettings {
        let (heartbeat, dead) = (configuration[self.heartbeat], configuration[self.dead])
        guard dead >= heartbeat * 3 else {
            throw CommandFailure(
                "\(self.dead.declaration.flag) should be at least three times \(self.heartbeat.declaration.flag), or one late heartbeat costs a lease",
                exitCode: Command.ExitCode.misused.number)
        }
        let isEmbedded = configuration[self.brokers] == nil
        return MessagingSettings(
            heartbeat: heartbeat, dead: dead, newLog: configuration[self.newLog] ?? (isEmbedded ? .rewind : .halt),
            topicPrefix: configuration[self.prefix] ?? "", schemaBase: schemaBase)
    }
}
