import CloudEvents
import Glibc
import Kafka
package import Messaging
import Observability
import Postgres
import ServiceLifecycle
import Threads

/// One process of a toy service, as the environment describes it: the same wiring as a real service's `events` process.
///
/// `TOY` maker or keeper; `TOY_DATABASE` libpq's words; `TOY_LOG` a file that holds `id address [embedded]`; `TOY_FAILPOINTS` a plan;
/// `TOY_METRICS` a file for the metrics, written at the end and every 100 ms.
package struct ToyProcess: Service {
    private let toy: String
    private let metricsFile: String
    private let registry = MetricsRegistry()
    private let group: ServiceGroup

    package init(environment: [String: String]) throws {
        self.toy = environment["TOY"] ?? ""
        self.metricsFile = environment["TOY_METRICS"] ?? "/dev/null"
        let address = environment["TOY_DATABASE"] ?? ""
        let logFile = environment["TOY_LOG"] ?? ""
        let level = environment["TOY_LOG_LEVEL"].flatMap { Logger.Level(rawValue: $0) } ?? .info
        let logger = Logger(label: self.toy, level: level, handler: JSONLogHandler())
        let schema = self.toy
        var settings = MessagingSettings(
            heartbeat: .milliseconds(Int(environment["TOY_HEARTBEAT"] ?? "") ?? 250),
            dead: .milliseconds(Int(environment["TOY_DEAD"] ?? "") ?? 1_000),
            newLog: .rewind, topicPrefix: environment["TOY_PREFIX"] ?? "", schemaBase: "http://127.0.0.1/\(schema)/schemas/")
        settings.noteCaughtUp = .milliseconds(200)
        settings.checkPosition = .seconds(2)
        settings.page = 200
        settings.slice = 50
        let bell = Bell()
        let database = Self.database(settings.database(schema, schema: schema, size: 4), bell, address, logger)
        let relayDatabase = Self.database(settings.relayDatabase(schema + "-relay", schema: schema), Bell(), address, logger)
        let logs = LogWatch(interval: .milliseconds(100), logger: logger) { try ToyLog.read(logFile) }
        let memberDatabase = Self.database(settings.database(schema + "-member", schema: schema, size: 1), Bell(), address, logger)
        let parts = MessagingGroup.Parts(
            service: schema, topics: ToySchema.topics, database: database, relayDatabase: relayDatabase, memberDatabase: memberDatabase,
            bell: bell, logs: logs,
            settings: settings, failpoints: try Failpoints(environment["TOY_FAILPOINTS"] ?? "", logger: logger),
            metrics: MessagingMetrics(self.registry), logger: logger)
        let member = UUIDValue(high: .random(in: 0 ... .max), low: .random(in: 0 ... .max))
        let messaging =
            switch schema {
            case "maker": MessagingGroup(parts, member: member, consumers: ["maker.heard": [HearOnEcho()]])
            default: MessagingGroup(parts, member: member, consumers: ["keeper.mirror": [KeepOnThing()]])
            }
        self.group = ServiceGroup(
            [database, relayDatabase, memberDatabase, messaging, MetricsFile(path: self.metricsFile, registry: self.registry)],
            gracefulShutdownSignals: [SIGTERM])
    }

    package func run() async throws {
        try await self.group.run()
    }

    private static func database(_ settings: DatabaseSettings, _ bell: Bell, _ address: String, _ logger: Logger) -> Database {
        var settings = settings
        settings.longestPause = .milliseconds(500)
        return Database(settings, bell: bell, logger: logger) { address }
    }
}

/// Where a toy finds its log: one line that a test writes.
package enum ToyLog {
    package static func read(_ path: String) throws -> LogLocation {
        let words = String(decoding: try FileContents.read(path), as: UTF8.self).split(whereSeparator: \.isWhitespace)
        guard words.count >= 2 else { throw FileContents.Unreadable(path: path) }
        let isEmbedded = words.last == "embedded"
        return LogLocation(
            id: String(words[0]), configuration: KafkaConfiguration(brokers: String(words[1])), isEmbedded: isEmbedded)
    }
}

private struct MetricsFile: Service {
    let path: String
    let registry: MetricsRegistry

    func run() async throws {
        _ = try await cancelWhenGracefulShutdown {
            while true {
                try FileContents.write(self.registry.exposition(), to: self.path)
                try await Task.sleep(for: .milliseconds(100))
            }
        }
        try FileContents.write(self.registry.exposition(), to: self.path)
    }
}
