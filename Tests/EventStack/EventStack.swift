package import Chassis
package import CloudEvents
package import Kafka
import Messaging
package import Observability
package import Postgres
import ServiceLifecycle
package import TestSupport
import Threads

/// What a service that reads events needs around it: its schema in a database of a test's own, an outbox that may write to every topic, the relay
/// of that outbox, and an embedded broker.
package struct EventStack: Sendable {
    /// The schema whose outbox tests write to.
    package static let source = "source"

    /// The service's schema.
    package let schema: ServiceSchema
    /// Where it lies.
    package let database: TestDatabase
    /// The broker with all topics of the suite.
    package let broker: EmbeddedBroker
    /// Where processes keep their files; gone with the test process.
    package let folder: String
    private let writer: Database
    private let reader: Database

    /// A database with the service's schema and the source of events, made once for all tests of a service.
    package static func template(_ schema: ServiceSchema) -> TestTemplate {
        let roles = [schema.name, Self.source].flatMap { name in ["owner", "http", "events", "check"].map { "\(name)_\($0)" } }
        return TestTemplate("\(schema.name)_stack", roles: roles) { sql in
            let address = try sql.connectionString
            let owner = Database(DatabaseSettings(name: "migrate")) { address }
            try await schema.migrate(owner)
            await owner.stop()
            let names = try schema.topics.map { "('\($0.topic)')" }.joined(separator: ", ")
            try await sql.execute(
                "CREATE SCHEMA \(Self.source); SET search_path = \(Self.source); \(MessagingMigration.sql) INSERT INTO topic VALUES \(names)"
            )
        }
    }

    /// Gives a test a stack of its own, with the source's relay running, and takes it away again.
    package static func with(_ schema: ServiceSchema, _ body: (EventStack) async throws -> Void) async throws {
        try await withTestDatabase(Self.template(schema)) { database in
            var random = SystemRandomNumberGenerator()
            let topics = try schema.topics.map { EmbeddedBroker.Topic($0.topic.name, partitions: Int32($0.partitions)) }
            let stack = EventStack(
                schema: schema, database: database, broker: try EmbeddedBroker(topics: topics, random: &random),
                folder: try TestFolder.new(), writer: Self.pool(database, "\(Self.source)_http", schema: Self.source),
                reader: Self.pool(database, "\(schema.name)_check", schema: schema.name))
            let result: Result<Void, any Error>
            do { result = .success(try await stack.withRelay { try await body(stack) }) } catch { result = .failure(error) }
            await stack.writer.stop()
            await stack.reader.stop()
            await stack.broker.stop()
            try result.get()
        }
    }

    /// Writes events to the source's outbox, in one transaction.
    package func publish<E: Event>(_ events: [E]) async throws {
        try await self.writer.transaction { try $0.publish(events) }
    }

    /// Waits until a projection of the service has applied these events, or set them aside.
    package func arrival(of events: [any Event], at consumer: String) async throws {
        try await eventually("the arrival at \(consumer)") {
            let known = try await self.reader.transaction { transaction in
                try transaction.query(
                    """
                    SELECT subject, version FROM inbox_version WHERE consumer = \(consumer)
                    UNION ALL SELECT subject, version FROM parked
                    WHERE consumer = \(consumer) AND subject IS NOT NULL AND version IS NOT NULL
                    """
                ).decode((UUIDValue, Int64).self)
            }
            return events.allSatisfy { event in known.contains { $0.0 == event.subject && $0.1 >= event.version } }
        }
    }

    /// A small pool that logs in as a role, with a schema's tables in its path.
    package static func pool(_ database: TestDatabase, _ role: String, schema: String) -> Database {
        var settings = DatabaseSettings(name: role)
        settings.size = 2
        settings.session = ["search_path": schema]
        let address = database.connectionString(as: role)
        return Database(settings) { address }
    }

    private func withRelay(_ body: () async throws -> Void) async throws {
        let logger = Logger(label: Self.source, level: .error, handler: NoLog())
        var settings = MessagingSettings(
            heartbeat: .milliseconds(250), dead: .seconds(1), newLog: .rewind, schemaBase: "http://127.0.0.1/source/schemas/")
        settings.awake = .milliseconds(2)
        let address = self.database.connectionString(as: "\(Self.source)_events")
        let bell = Bell()
        let pool = Database(settings.database("source", schema: Self.source, size: 2), bell: bell) { address }
        let relay = Database(settings.relayDatabase("source-relay", schema: Self.source)) { address }
        let heartbeat = Database(settings.database("source-member", schema: Self.source, size: 1)) { address }
        let location = LogLocation(
            id: self.broker.logID, configuration: KafkaConfiguration(brokers: self.broker.address), isEmbedded: true)
        let topics = try self.schema.topics.map { declared in
            TopicDeclaration(
                topic: declared.topic, partitions: declared.partitions, writers: [Self.source],
                readers: declared.readers.filter { $0.hasPrefix("\(self.schema.name).") })
        }
        let group = MessagingGroup(
            .init(
                service: Self.source, topics: topics, database: pool, relayDatabase: relay, memberDatabase: heartbeat, bell: bell,
                logs: LogWatch(interval: .milliseconds(100), logger: logger) { location }, settings: settings,
                failpoints: try Failpoints("", logger: logger), metrics: MessagingMetrics(MetricsRegistry()), logger: logger),
            member: UUIDValue(high: 5, low: 5), consumers: [:])
        let run = Task { try await group.run() }
        let result: Result<Void, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        run.cancel()
        _ = await run.result  // it was cancelled
        for database in [pool, relay, heartbeat] { await database.stop() }
        try result.get()
    }
}

/// Says nothing.
package struct NoLog: LogHandler {
    /// A handler that drops all.
    package init() {}

    /// Drops it.
    package func log(_ event: LogEvent) {}
}
