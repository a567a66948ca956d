import Chassis
import CloudEvents
import Crypto
import Events
import Glibc
import JSON
import Kafka
import LocalServers
import Messaging
import Observability
import Postgres
import ServiceLifecycle
import TestSupport
import Threads

@testable import HTTP
@testable import cairn_verifier

/// An issuer's outbox and relay, an embedded broker, and the built `cairn-verifier` that reads from it.
struct CatalogueStack: Sendable {
    static let topics = [
        TopicDeclaration(topic: .catalogue, partitions: 6, writers: ["issuer"], readers: [KeepOnCatalogue.consumer])
    ]

    let database: TestDatabase
    let broker: EmbeddedBroker
    let folder: String
    private let writer: Database
    private let reader: Database

    /// Gives a test a stack of its own, with the issuer's relay running, and takes it away again.
    static func with(_ body: (CatalogueStack) async throws -> Void) async throws {
        try await withTestDatabase(VerifierDatabase.template) { database in
            var random = SystemRandomNumberGenerator()
            let topics = try VerifierSchema.topics.map { EmbeddedBroker.Topic($0.topic.name, partitions: Int32($0.partitions)) }
            let stack = CatalogueStack(
                database: database, broker: try EmbeddedBroker(topics: topics, random: &random), folder: try TestFolder.new(),
                writer: VerifierDatabase.pool(database, as: "issuer_http", schema: "issuer"),
                reader: VerifierDatabase.pool(database, as: "verifier_check"))
            let result: Result<Void, any Error>
            do { result = .success(try await stack.withRelay { try await body(stack) }) } catch { result = .failure(error) }
            await stack.writer.stop()
            await stack.reader.stop()
            await stack.broker.stop()
            try result.get()
        }
    }

    private func withRelay(_ body: () async throws -> Void) async throws {
        let logger = Logger(label: "issuer", level: .error, handler: NoLog())
        var settings = MessagingSettings(
            heartbeat: .milliseconds(250), dead: .seconds(1), newLog: .rewind, schemaBase: "http://127.0.0.1/issuer/schemas/")
        settings.awake = .milliseconds(2)
        let address = self.database.connectionString(as: "issuer_events")
        let bell = Bell()
        let pool = Database(settings.database("issuer", schema: "issuer", size: 2), bell: bell) { address }
        let relay = Database(settings.relayDatabase("issuer-relay", schema: "issuer")) { address }
        let heartbeat = Database(settings.database("issuer-member", schema: "issuer", size: 1)) { address }
        let location = LogLocation(
            id: self.broker.logID, configuration: KafkaConfiguration(brokers: self.broker.address), isEmbedded: true)
        let group = MessagingGroup(
            .init(
                service: "issuer", topics: Self.topics, database: pool, relayDatabase: relay, memberDatabase: heartbeat, bell: bell,
                logs: LogWatch(interval: .milliseconds(100), logger: logger) { location }, settings: settings,
                failpoints: try Failpoints("", logger: logger), metrics: MessagingMetrics(MetricsRegistry()), logger: logger),
            member: UUIDValue(high: 5, low: 5), consumers: [:])
        let run = Task { try await group.run() }
        let result: Result<Void, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        run.cancel()
        _ = await run.result  // it was cancelled
        await pool.stop()
        await relay.stop()
        await heartbeat.stop()
        try result.get()
    }

    func publish(_ events: [CatalogueEvent]) async throws {
        try await self.writer.transaction { try $0.publish(events) }
    }

    /// Waits until the verifier has applied these events.
    func arrival(of events: [CatalogueEvent]) async throws {
        try await eventually("the catalogue's arrival") {
            let known = try await self.reader.transaction { transaction in
                try transaction.query("SELECT subject, version FROM inbox_version WHERE consumer = \(KeepOnCatalogue.consumer)")
                    .decode((UUIDValue, Int64).self)
            }
            return events.allSatisfy { event in known.contains { $0.0 == event.subject && $0.1 >= event.version } }
        }
    }

    /// Starts the program as operators do; its log goes to a file in the stack's folder.
    func start(_ mode: RunMode, broker address: String? = nil) async throws -> VerifierRun {
        let file = "\(self.folder)/broker-\(mode).json"
        try BrokerFile(address: address ?? self.broker.address, logID: self.broker.logID, startedAt: WallTime.now()).write(path: file)
        let key = try Curve25519.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: 1, count: 32))
        let keys: JSON = ["keys": [TokenSigner(key: key, keyID: "k1", issuer: "https://cairn.test", type: "at+jwt").jwk]]
        let keyFile = "\(self.folder)/keys.json"
        guard let stream = fopen(keyFile, "wb") else { throw VerifierEnded(log: "the key set \(keyFile) cannot be written") }
        fputs(keys.description, stream)
        fclose(stream)
        var command = LocalServers.Command(
            try Self.program(),
            [
                "--run", mode.rawValue, "--http-port", "0", "--operations-port", "0", "--tokens-keys", keyFile, "--kafka-broker-file", file,
                "--lease-heartbeat", "250ms", "--lease-dead", "1s",
            ])
        let login = mode == .http ? "verifier_http" : "verifier_events"
        command.withheld = ["CAIRN_SHARED"]  // the tests' own; a service refuses variables that it does not know
        command.environment = ["CAIRN_DATABASE_ADDRESS": self.database.connectionString(as: login)]
        let log = "\(self.folder)/\(mode).log"
        command.output = .appended(to: log)
        return VerifierRun(child: try await ChildProcess.start(command), log: log)
    }

    private static func program() throws -> String {
        var path = [CChar](repeating: 0, count: 4_096)
        let count = readlink("/proc/self/exe", &path, path.count - 1)
        let text = String(decoding: path[..<max(0, count)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return text.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") + "/cairn-verifier"
    }
}

/// One process of the verifier.
struct VerifierRun: Sendable {
    let child: ChildProcess
    let log: String

    /// Where one of its servers listens; waits until it does.
    func address(of server: String) async throws -> SocketAddress {
        var found: SocketAddress?
        try await eventually("\(server) listens") {
            guard self.child.ending == nil else { throw VerifierEnded(log: try self.text) }
            for line in try self.text.split(separator: "\n") where line.contains("\"listening\"") {
                let event = try JSON(parsing: String(line))
                guard event["label"]?.string == "cairn-verifier.\(server)", let address = event["address"]?.string,
                    let colon = address.lastIndex(of: ":"), let port = Int(address[address.index(after: colon)...])
                else { continue }
                found = SocketAddress(host: String(address[..<colon]), port: port)
            }
            return found != nil
        }
        return found!
    }

    func ready() async throws -> ReceivedResponse {
        try await HTTPTestClient.live(try await self.address(of: "operations")).execute("/health/ready")
    }

    func verdict(on document: JSON) async throws -> Answer {
        let client = HTTPTestClient.live(try await self.address(of: "http"))
        let answer = try await client.execute(
            "/verifier/api/v1/verifications", method: .post, headers: [.contentType: "application/vc"], body: document.bytes())
        return Answer(try JSON(parsing: answer.body))
    }

    var text: String {
        get throws { access(self.log, R_OK) == 0 ? String(decoding: try SharedFiles.contents(of: self.log), as: UTF8.self) : "" }
    }
}

/// The program ended when it should run.
struct VerifierEnded: Error {
    let log: String
}
