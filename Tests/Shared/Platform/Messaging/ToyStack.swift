import CloudEvents
import Glibc
import Kafka
import LocalServers
import Messaging
import Observability
import Postgres
import Synchronization
import TestSupport
import Testing
import Threads
import Toys

/// A toy suite for one test: a database, a log, and as many processes as the test starts.
final class ToyStack: Sendable {
    let database: TestDatabase
    let log: ToyBroker
    let folder: String
    let prefix: String
    private let writer: Database
    private let children = Mutex<[ChildProcess]>([])
    private let lookers: [String: Database]

    init(database: TestDatabase, log: ToyBroker, prefix: String) throws {
        self.database = database
        self.log = log
        self.folder = try TestPostgres.temporaryFolder()
        self.prefix = prefix
        self.writer = Self.pool("maker", database.connectionString(as: "maker_http"), size: 4)
        self.lookers = Dictionary(
            uniqueKeysWithValues: ToySchema.services.map { ($0, Self.pool($0, database.connectionString(as: "\($0)_check"), size: 1)) })
    }

    private static func pool(_ schema: String, _ address: String, size: Int) -> Database {
        var settings = DatabaseSettings(name: "test-\(schema)")
        settings.size = size
        settings.session = ["search_path": schema]
        settings.longestPause = .milliseconds(200)
        return Database(settings) { address }
    }

    /// Ends all processes of the suite, and the log.
    func close() async {
        for child in self.children.withLock({ $0 }) {
            child.send(.kill)
            await child.wait()
        }
        await self.log.stop()
        await self.writer.stop()
        for looker in self.lookers.values { await looker.stop() }
    }

    /// Starts a process of a toy service. Its log goes to a file in the stack's folder.
    func start(_ toy: String, as name: String? = nil, failpoints: String = "", dead: Duration = .seconds(1)) async throws -> ToyRun {
        let name = name ?? toy
        var command = Command(try Self.program())
        let milliseconds = Int(dead / .milliseconds(1))
        command.environment = [
            "TOY": toy, "TOY_DATABASE": self.database.connectionString(as: "\(toy)_events"), "TOY_LOG": self.log.file,
            "TOY_FAILPOINTS": failpoints, "TOY_METRICS": "\(self.folder)/\(name).metrics", "TOY_PREFIX": self.prefix,
            "TOY_HEARTBEAT": "\(milliseconds / 4)", "TOY_DEAD": "\(milliseconds)",
        ]
        command.output = .appended(to: "\(self.folder)/\(name).log")
        let child = try await ChildProcess.start(command)
        self.children.withLock { $0.append(child) }
        return ToyRun(
            child: child, metricsFile: "\(self.folder)/\(name).metrics",
            logFile: "\(self.folder)/\(name).log")
    }

    private static func program() throws -> String {
        var path = [CChar](repeating: 0, count: 4_096)
        let count = readlink("/proc/self/exe", &path, path.count - 1)
        let text = String(decoding: path[..<max(0, count)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return text.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") + "/toy"
    }

    /// Changes things: `count` transactions, each of one to four of `things` things, the choice a function of the seed.
    @discardableResult
    func write(_ count: Int, things: UInt64 = 40, seed: UInt64 = 1, retrying: Bool = false) async throws -> Int {
        var random = SeededRandom(seed)
        var written = 0
        for _ in 0..<count {
            let chosen = Set((0..<Int.random(in: 1...4, using: &random)).map { _ in UInt64.random(in: 1...things, using: &random) })
                .sorted()
            let value = Int64.random(in: 0...1_000_000, using: &random)
            try await self.change(chosen, to: value, retrying: retrying)
            written += chosen.count
        }
        return written
    }

    /// Goes on changing things until a process has come to its failpoint: it has ended, or stands.
    func write(seed: UInt64 = 1, untilStopped run: ToyRun) async throws {
        var round = seed << 16
        do {
            try await eventually("the failpoint is reached") {
                try await self.write(5, seed: round)
                round += 1
                return run.child.ending != nil || run.isStopped
            }
        } catch let error as NeverCameTrue {
            Issue.record("\(error); the process: \(run.story)")
            throw error
        }
    }

    /// One transaction that changes things, in order of their ids.
    func change(_ things: [UInt64], to value: Int64, retrying: Bool = false) async throws {
        while true {
            do {
                return try await self.writer.transaction { transaction in
                    var events: [ThingEvent] = []
                    for number in things {
                        let (id, college) = (UUIDValue(high: 7, low: number), Int32(number % 3 + 1))
                        let person = UUIDValue(high: 9, low: number % 11)
                        let row = try transaction.query(
                            """
                            INSERT INTO thing (college, id, person, version, value) VALUES (\(college), \(id), \(person), 1, \(value))
                            ON CONFLICT (college, id) DO UPDATE SET version = thing.version + 1, value = excluded.value RETURNING version
                            """
                        ).first
                        guard let version = try row?.decode(Int64.self) else { continue }
                        events.append(ThingEvent(subject: id, version: version, college: college, person: person, value: value))
                    }
                    try transaction.publish(events)
                }
            } catch let error as PostgresError where retrying && error.isInfrastructure {
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    /// Waits until all that was written is applied, and looks for what is lost or foreign.
    func check(within limit: Duration = .seconds(60)) async throws -> DeliveryCheck.Report {
        let lookers = self.lookers
        return try await DeliveryCheck(topics: ToySchema.topics) { lookers[$0] }.run(waitingForQuiescence: limit)
    }

    /// How many things the keeper holds otherwise than the maker, or the maker has heard otherwise than they are.
    func differences() async throws -> Int {
        let text = try await self.database.execute(
            """
            SELECT count(*) FROM maker.thing t LEFT JOIN keeper.mirror m ON m.college = t.college AND m.subject = t.id
              LEFT JOIN maker.heard h ON h.college = t.college AND h.subject = t.id
            WHERE (m.version, m.value, h.value) IS DISTINCT FROM (t.version, t.value, t.value)
            """)
        return Int(text.filter(\.isNumber)) ?? -1
    }

    /// How many mirrored things had more effects than versions: something was applied twice.
    func appliedTwice() async throws -> Int {
        let text = try await self.database.execute("SELECT count(*) FROM keeper.mirror WHERE effects > version")
        return Int(text.filter(\.isNumber)) ?? -1
    }

    func count(_ sql: String) async throws -> Int {
        Int(try await self.database.execute(sql).filter(\.isNumber)) ?? -1
    }

    /// How many records lie on the wire, repetitions included.
    func onTheWire() async throws -> Int {
        let admin = try KafkaAdmin(
            KafkaConfiguration(brokers: self.log.address), logger: Logger(label: "test", level: .error, handler: JSONLogHandler()),
            metrics: KafkaMetrics(MetricsRegistry()))
        let partitions = ToySchema.topics.flatMap { topic in
            (0..<Int32(topic.partitions)).map { KafkaPartition(topic: self.prefix + topic.topic.name, number: $0) }
        }
        let marks = try await admin.watermarks(of: partitions)
        await admin.close()
        return marks.values.reduce(0) { $0 + Int($1.high) }
    }
}

/// One process of a toy service.
struct ToyRun: Sendable {
    let child: ChildProcess
    let metricsFile: String
    let logFile: String

    /// How it is, and what it said last, for whoever looks why a test failed.
    var story: String {
        let ending = self.child.ending.map { "\($0)" } ?? "runs"
        guard let log = try? FileContents.read(self.logFile) else { return ending }  // it has said nothing
        let lines = String(decoding: log, as: UTF8.self).split(separator: "\n").filter { !$0.contains("librdkafka") }
        return ([ending] + lines.suffix(6).map { String($0.prefix(300)) }).joined(separator: "\n")
    }

    /// Whether the kernel has stopped it.
    var isStopped: Bool {
        guard let status = try? FileContents.read("/proc/\(self.child.id)/stat") else { return false }  // it has ended
        return String(decoding: status, as: UTF8.self).split(separator: ")").last?.split(separator: " ").first == "T"
    }

    /// The sum of a counter over its labels, as the process last wrote it.
    func metric(_ name: String) throws -> Int {
        guard access(self.metricsFile, R_OK) == 0 else { return 0 }  // it has not come that far
        let text = String(decoding: try FileContents.read(self.metricsFile), as: UTF8.self)
        return text.split(separator: "\n").filter { $0.hasPrefix(name + " ") || $0.hasPrefix(name + "{") }
            .reduce(0) { $0 + (Int($1.split(separator: " ").last ?? "") ?? 0) }
    }
}
