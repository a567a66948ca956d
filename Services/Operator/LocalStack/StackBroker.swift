import Configuration
import Glibc
import Kafka
import LocalServers
import Observability

/// The log of a local stack: a Kafka that is there, one of its own from a folder of Kafka's, or the embedded broker.
enum StackBroker: Sendable, Equatable {
    /// `CAIRN_KAFKA_BROKERS`: somebody else's, at these addresses; `CAIRN_KAFKA_PREFIX` stands before each topic's name there.
    case existing(String, prefix: String)
    /// `KAFKA_HOME`: a node of one's own, from the jars of this folder.
    case own(home: String)
    /// Neither: `cairn broker`.
    case embedded

    /// What the variables of the process say.
    init(_ environment: [String: String]) {
        if let brokers = environment["CAIRN_KAFKA_BROKERS"], !brokers.isEmpty {
            self = .existing(brokers, prefix: environment["CAIRN_KAFKA_PREFIX"] ?? "")
        } else if let home = environment["KAFKA_HOME"], !home.isEmpty {
            self = .own(home: home)
        } else {
            self = .embedded
        }
    }

    /// What services are told of it. A log of one's own may be filled again from its beginning; with somebody else's they halt before one that
    /// they do not know.
    func environment(brokers: String?, file: String) -> [String: String] {
        switch self {
        case .existing(_, let prefix):
            ["CAIRN_KAFKA_BROKERS": brokers ?? ""].merging(prefix.isEmpty ? [:] : ["CAIRN_KAFKA_PREFIX": prefix]) { $1 }
        case .own: ["CAIRN_KAFKA_BROKERS": brokers ?? "", "CAIRN_NEW_LOG": "rewind"]
        case .embedded: ["CAIRN_KAFKA_BROKER_FILE": file]
        }
    }

    /// How the stage of its start is called, and how long that takes.
    var stage: (name: String, expected: Duration) {
        switch self {
        case .existing(let brokers, _): ("Kafka at \(brokers)", .seconds(2))
        case .own: ("Kafka", .seconds(6))
        case .embedded: ("the embedded broker", .seconds(1))
        }
    }

    /// Starts it, with all topics. Gives what is to be kept alive, and the addresses; no addresses for the embedded one, whose file has them.
    func start(
        in folder: StackFolder, programs: SuitePrograms, terminal: Terminal
    ) async throws -> (part: (any StackPart)?, brokers: String?) {
        switch self {
        case .existing(let brokers, let prefix):
            try await Self.makeTopics(at: brokers, prefix: prefix, replication: nil, terminal)
            return (nil, brokers)
        case .own(let home):
            let server = try await KafkaServer.start(in: folder.kafka, home: home)
            do { try await Self.makeTopics(at: server.address, prefix: "", replication: 1, terminal) } catch {
                await server.stop()
                throw error
            }
            return (server, server.address)
        case .embedded:
            // What a broker that was killed left behind leads nowhere, and a new one need not look for the old.
            unlink(folder.broker)
            let command = try programs.command("cairn", ["broker", "--file", folder.broker], environment: [:])
            let part = ProgramPart("broker", command, log: folder.log(of: "broker"), within: .seconds(5))
            try await part.start()
            return (part, nil)
        }
    }

    private static func makeTopics(at brokers: String, prefix: String, replication: Int?, _ terminal: Terminal) async throws {
        let wanted = try TopicSource.compiledIn().topics(prefix: prefix, replication: replication)
        let logger = Logger(label: "cairn.topics", level: .critical, handler: JSONLogHandler())
        let admin = try KafkaAdmin(KafkaConfiguration(brokers: brokers), logger: logger, metrics: KafkaMetrics(MetricsRegistry()))
        let result: Result<Int32, any Error>
        do {
            result = .success(try await TopicsSession(admin: admin, terminal: terminal).settle(wanted, onlyCompares: false))
        } catch {
            result = .failure(error)
        }
        await admin.close()
        guard try result.get() == 0 else { throw CommandFailure("the topics of Kafka at \(brokers) are not as they should be; see above") }
    }
}
