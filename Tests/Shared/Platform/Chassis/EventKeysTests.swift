import Chassis
import Configuration
import Messaging
import Testing

@Suite struct `The settings of events` {
    private let keys = EventKeys()

    @Test func `rewind to an embedded broker, and halt at a real one`() throws {
        #expect(try self.settings([:]).newLog == .rewind)
        #expect(try self.settings(["CAIRN_KAFKA_BROKERS": "a:9092,b:9092"]).newLog == .halt)
        #expect(try self.settings(["CAIRN_KAFKA_BROKERS": "a:9092", "CAIRN_NEW_LOG": "rewind"]).newLog == .rewind)
        #expect(try self.settings(["CAIRN_NEW_LOG": "halt"]).newLog == .halt)
    }

    @Test func `have the lease times and names that are said`() throws {
        let settings = try self.settings(["CAIRN_LEASE_HEARTBEAT": "250ms", "CAIRN_LEASE_DEAD": "1s", "CAIRN_KAFKA_PREFIX": "blue."])
        #expect(settings.heartbeat == .milliseconds(250) && settings.dead == .seconds(1) && settings.topicPrefix == "blue.")
        #expect(settings.schemaBase == "https://cairn.test/issuer/schemas/")
        let standard = try self.settings([:])
        #expect(standard.heartbeat == .seconds(2) && standard.dead == .seconds(8) && standard.topicPrefix.isEmpty)
    }

    @Test func `refuse a lease that one late heartbeat would cost`() throws {
        let failure = try #require(throws: CommandFailure.self) { try self.settings(["CAIRN_LEASE_DEAD": "5s"]) }
        #expect(failure.exitCode == 64 && failure.description.contains("--lease-dead"))
        #expect(try self.settings(["CAIRN_LEASE_DEAD": "6s"]).dead == .seconds(6))
    }

    private func settings(_ environment: [String: String]) throws -> MessagingSettings {
        let configuration = try Configuration(self.keys.all, from: .init(environment: environment))
        return try self.keys.settings(from: configuration, schemaBase: "https://cairn.test/issuer/schemas/")
    }
}
