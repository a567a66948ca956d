import Chassis
import CloudEvents
import Configuration
import Glibc
import Kafka
import Messaging
import Observability
import ServiceLifecycle

/// `cairn broker`: runs the embedded broker in the foreground, with all topics.
enum BrokerCommand {
    static let file = ConfigurationKey(
        "file", .path, default: ".cairn/broker.json", isFlagOnly: true,
        help: "Where it writes its address, for the services to read. The file goes when the broker ends.")
    static let prefix = ConfigurationKey(
        repeated: "prefix", TopicsCommand.topicPrefix, help: "What stands before each topic's name; all topics are made for each prefix.")

    static let command = Command(
        "broker", summary: "runs a Kafka broker in memory, for trying out",
        discussion: """
            Runs in the foreground until Ctrl-C or SIGTERM, on loopback, at a free port. Memory only: when it ends, what it held is gone. \
            That loses no event: PostgreSQL is the truth, and the services notice the next broker's log as a new one and fill it again. \
            It is not for production and not for measuring.
            """,
        options: [Self.file, Self.prefix],
        examples: [
            .init("cairn broker", "Writes .cairn/broker.json, where services look for it."),
            .init("cairn broker --file /tmp/b.json --prefix a. --prefix b.", "All topics twice, for two installations."),
        ],
        exitCodes: [.init(0, "it was asked to end, and has"), .init(1, "it could not start: the last line says why")], run: Self.run)

    private static func run(_ call: Invocation) async throws -> Int32 {
        let (path, given) = (call.configuration[Self.file], call.configuration[Self.prefix])
        let prefixes = given.isEmpty ? [""] : given
        guard Set(prefixes).count == prefixes.count else {
            throw CommandFailure("--prefix says the same twice", exitCode: Command.ExitCode.misused.number)
        }
        try await Self.refuseSecond(at: path)
        try Self.makeFolder(of: path)
        let topics = try TopicSource.compiledIn().file.topics
        var random = SystemRandomNumberGenerator()
        let broker = try EmbeddedBroker(
            topics: prefixes.flatMap { prefix in
                topics.map { EmbeddedBroker.Topic(prefix + $0.topic.name, partitions: Int32($0.partitions)) }
            }, random: &random)
        let service = BrokerService(
            broker: broker, path: path, startedAt: WallTime.now(), topics: prefixes.count * topics.count, terminal: call.terminal)
        try await ServiceGroup([service], gracefulShutdownSignals: ServiceProgram.stopSignals).run()
        return Command.ExitCode.done.number
    }

    /// How long a broker that may live may take to answer.
    static let answerLimit: Duration = .seconds(2)

    /// Two brokers with one file would take each other's services away.
    private static func refuseSecond(at path: String) async throws {
        guard access(path, F_OK) == 0 else { return }
        let former: BrokerFile
        do throws(KafkaError) { former = try BrokerFile(path: path) } catch {
            throw CommandFailure("\(error); name another with --file")
        }
        let logger = Logger(label: "cairn.broker", level: .critical, handler: JSONLogHandler())
        let admin = try KafkaAdmin(
            KafkaConfiguration(brokers: former.address), logger: logger, metrics: KafkaMetrics(MetricsRegistry()))
        var isAlive = true
        // Whatever the reason, one that does not answer serves nobody: its file is left over.
        do { _ = try await admin.partitionCounts(of: ["cairn.catalogue.v1"], within: Self.answerLimit) } catch { isAlive = false }
        await admin.close()
        if isAlive { throw CommandFailure("a broker at \(former.address) runs with \(path) already; end it, or name another --file") }
    }

    /// Makes the folders on the way to a file, for nobody but their owner.
    private static func makeFolder(of path: String) throws {
        var folder = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/").dropLast() {
            folder += part + "/"
            if mkdir(folder, 0o700) != 0, errno != EEXIST {
                throw CommandFailure("the folder \(folder) can't be made: \(String(cString: strerror(errno)))")
            }
        }
    }
}
