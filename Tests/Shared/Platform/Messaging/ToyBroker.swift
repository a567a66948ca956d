import CloudEvents
import Kafka
import LocalServers
import Messaging
import Observability
import Synchronization
import TestSupport
import Testing
import Toys

/// The log of a toy suite, and the file in which the toys find it.
final class ToyBroker: Sendable {
    /// What kind of log a test runs on.
    enum Kind: String, Sendable, CustomTestStringConvertible {
        /// The embedded broker, in the test's process.
        case embedded
        /// A real Kafka of one node.
        case kafka

        /// The kinds that there are: a real Kafka where its files and the time for it are.
        static var all: [Kind] { SharedFiles.has("kafka/libs") && TestTier.isAll ? [.embedded, .kafka] : [.embedded] }

        var testDescription: String { self.rawValue }
    }

    private enum Server {
        case embedded(EmbeddedBroker)
        case kafka(KafkaServer, logID: String)
    }

    let kind: Kind
    let file: String
    private let prefix: String
    private let server: Mutex<Server>

    var address: String {
        self.server.withLock { server in
            switch server {
            case .embedded(let broker): broker.address
            case .kafka(let node, _): node.address
            }
        }
    }

    /// A log with the toys' topics.
    init(_ kind: Kind, prefix: String) async throws {
        self.kind = kind
        self.prefix = prefix
        self.file = try TestPostgres.temporaryFolder() + "/log"
        let folder = try TestPostgres.temporaryFolder()
        self.server = Mutex(try await Self.start(kind, prefix: prefix, folder: folder))
        try self.announce()
    }

    /// What a log goes through: the embedded broker is replaced by an empty one under another address and id; a Kafka node is killed and started
    /// again with what it had.
    func crash() async throws {
        switch self.server.withLock({ $0 }) {
        case .embedded(let old):
            let new = try await Self.start(.embedded, prefix: self.prefix, folder: "")
            self.server.withLock { $0 = new }
            await old.stop()
        case .kafka(let node, _):
            await node.kill()
            try await node.restart()
        }
        try self.announce()
    }

    func stop() async {
        switch self.server.withLock({ $0 }) {
        case .embedded(let broker): await broker.stop()
        case .kafka(let node, _): await node.kill()
        }
    }

    private func announce() throws {
        let line = self.server.withLock { server in
            switch server {
            case .embedded(let broker): "\(broker.logID) \(broker.address) embedded"
            case .kafka(let node, let logID): "\(logID) \(node.address)"
            }
        }
        try FileContents.write(line + "\n", to: self.file)
    }

    private static func start(_ kind: Kind, prefix: String, folder: String) async throws -> Server {
        switch kind {
        case .embedded:
            var random = SystemRandomNumberGenerator()
            let topics = ToySchema.topics.map { EmbeddedBroker.Topic(prefix + $0.topic.name, partitions: Int32($0.partitions)) }
            return .embedded(try EmbeddedBroker(topics: topics, random: &random))
        case .kafka:
            let node = try await KafkaServer.start(in: folder, home: SharedFiles.root + "/kafka")
            let admin = try KafkaAdmin(
                KafkaConfiguration(brokers: node.address), logger: Logger(label: "test", level: .error, handler: JSONLogHandler()),
                metrics: KafkaMetrics(MetricsRegistry()))
            try await admin.create(
                ToySchema.topics.map {
                    KafkaTopic(prefix + $0.topic.name, partitions: Int32($0.partitions), replicationFactor: 1, settings: [:])
                })
            let logID = try await admin.clusterID()
            await admin.close()
            return .kafka(node, logID: logID)
        }
    }
}

/// Toy suites that run at a time: each is four processes and some twenty database sessions.
private let toyStacks = TestGate(limit: 2)

/// Gives a test a toy suite of its own, and takes it away again.
func withToyStack(on kind: ToyBroker.Kind = .embedded, _ body: (ToyStack) async throws -> Void) async throws {
    await toyStacks.enter()
    defer { toyStacks.leave() }
    try await withTestDatabase(ToySchema.template) { database in
        let prefix = database.name + "."
        let stack = try ToyStack(database: database, log: try await ToyBroker(kind, prefix: prefix), prefix: prefix)
        do { try await body(stack) } catch {
            await stack.close()
            throw error
        }
        await stack.close()
    }
}

/// The same with a PostgreSQL of the test's own, for tests that restart it.
func withToyStackOnOwnServer(_ body: (ToyStack, PostgresServer) async throws -> Void) async throws {
    await toyStacks.enter()
    defer { toyStacks.leave() }
    try await TestPostgres.withOwn(settings: ["synchronous_commit": "on"]) { server in
        for role in ToySchema.roles { try await server.execute("CREATE ROLE \(role) LOGIN PASSWORD '\(TestDatabase.password)'") }
        try await server.execute("CREATE DATABASE toys")
        let database = TestDatabase(name: "toys", server: server)
        try await ToySchema.make(in: database)
        let stack = try ToyStack(database: database, log: try await ToyBroker(.embedded, prefix: ""), prefix: "")
        do { try await body(stack, server) } catch {
            await stack.close()
            throw error
        }
        await stack.close()
    }
}
