import CloudEvents
import Kafka
import LocalServers
import Messaging
import Synchronization
import TestSupport
import Toys

/// The log of a toy suite: an embedded broker in the test's process, and the file in which the toys find it.
final class ToyBroker: Sendable {
    let file: String
    private let topics: [EmbeddedBroker.Topic]
    private let broker: Mutex<EmbeddedBroker>

    var address: String { self.broker.withLock { $0.address } }

    /// An embedded broker with the toys' topics.
    init(prefix: String) throws {
        self.topics = ToySchema.topics.map { EmbeddedBroker.Topic(prefix + $0.topic.name, partitions: Int32($0.partitions)) }
        self.file = try TestPostgres.temporaryFolder() + "/log"
        self.broker = Mutex(try Self.start(self.topics))
        try self.announce()
    }

    /// Another broker in place of this one: all that it held is gone, and its address and its id are others.
    func replace() async throws {
        let new = try Self.start(self.topics)
        let old = self.broker.withLock { broker in
            defer { broker = new }
            return broker
        }
        await old.stop()
        try self.announce()
    }

    func stop() async {
        await self.broker.withLock { $0 }.stop()
    }

    private func announce() throws {
        let (id, address) = self.broker.withLock { ($0.logID, $0.address) }
        try FileContents.write("\(id) \(address) embedded\n", to: self.file)
    }

    private static func start(_ topics: [EmbeddedBroker.Topic]) throws -> EmbeddedBroker {
        var random = SystemRandomNumberGenerator()
        return try EmbeddedBroker(topics: topics, random: &random)
    }
}

/// Gives a test a toy suite of its own on the embedded broker, and takes it away again.
func withToyStack(_ body: (ToyStack) async throws -> Void) async throws {
    await StackGate.shared.enter()
    defer { StackGate.shared.leave() }
    try await withTestDatabase(ToySchema.template) { database in
        let prefix = database.name + "."
        let stack = try ToyStack(database: database, log: try ToyBroker(prefix: prefix), prefix: prefix)
        do { try await body(stack) } catch {
            await stack.close()
            await stack.log.stop()
            throw error
        }
        await stack.close()
        await stack.log.stop()
    }
}

/// The same with a PostgreSQL of the test's own, for tests that restart it.
func withToyStackOnOwnServer(_ body: (ToyStack, PostgresServer) async throws -> Void) async throws {
    await StackGate.shared.enter()
    defer { StackGate.shared.leave() }
    try await TestPostgres.withOwn(settings: ["synchronous_commit": "on"]) { server in
        for role in ToySchema.roles { try await server.execute("CREATE ROLE \(role) LOGIN PASSWORD '\(TestDatabase.password)'") }
        try await server.execute("CREATE DATABASE toys")
        let database = TestDatabase(name: "toys", server: server)
        try await ToySchema.make(in: database)
        let stack = try ToyStack(database: database, log: try ToyBroker(prefix: ""), prefix: "")
        do { try await body(stack, server) } catch {
            await stack.close()
            await stack.log.stop()
            throw error
        }
        await stack.close()
        await stack.log.stop()
    }
}
