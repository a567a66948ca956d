import Kafka
import LocalServers
import Synchronization
import TestSupport
import Testing

/// A real Kafka node for the tests of one suite. It is started before the first of them and removed after the last.
struct RealKafka: SuiteTrait, TestScoping {
    @TaskLocal static var current: Node?

    /// The node, and topics that no other test uses.
    final class Node: Sendable {
        let server: KafkaServer
        private let count = Mutex(0)

        init(server: KafkaServer) {
            self.server = server
        }

        var lab: Lab { Lab(brokers: self.server.address) }

        func topic(partitions: Int32 = 1, settings: [String: String] = [:]) async throws -> String {
            let number = self.count.withLock { count in
                count += 1
                return count
            }
            let admin = try self.lab.admin()
            try await admin.create([KafkaTopic("test-\(number)", partitions: partitions, settings: settings)])
            await admin.close()
            return "test-\(number)"
        }
    }

    /// Once for the suite, not once for each of its tests.
    let isRecursive = false

    func provideScope(for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void) async throws {
        let folder = try Machine.temporaryFolder("kafka")
        let server = try await KafkaServer.start(in: folder, home: SharedFiles.root + "/kafka")
        do { try await Self.$current.withValue(Node(server: server)) { try await function() } } catch {
            await server.stop()
            throw error
        }
        await server.stop()
        try await ChildProcess.run(Command("rm", ["-rf", folder]))
    }

    static var node: Node {
        get throws { try #require(Self.current) }
    }
}
