import Kafka
import Observability
import TestSupport
import Testing

@Suite struct `A broker's file` {
    private let value = BrokerFile(
        address: "127.0.0.1:4711", logID: "a \"quoted\" \u{1} id", startedAt: WallTime(microseconds: 1_700_000_000_123_456))

    @Test func `is read as it was written, over an older one`() throws {
        let path = try Machine.temporaryFolder("broker") + "/broker.json"
        try BrokerFile(address: "127.0.0.1:1", logID: "older, and longer than the one that follows", startedAt: .now()).write(path: path)
        try self.value.write(path: path)
        #expect(try BrokerFile(path: path) == self.value)
        let folder = path.split(separator: "/").dropLast().joined(separator: "/")
        #expect(try SharedFiles.entries(of: "/" + folder) == ["broker.json"], "no draft is left")
    }

    @Test(arguments: [
        "", "{", "[]", "{}", "{\"address\":\"a\",\"log_id\":\"b\"}", "{\"address\":1,\"log_id\":\"b\",\"started_at\":1}",
        "{\"address\":\"a\",\"log_id\":\"b\",\"started_at\":1} x",
        "{\"address\":\"a\",\"address\":\"a\",\"log_id\":\"b\",\"started_at\":1}",
        "{\"address\":\"a,\"log_id\":\"b\",\"started_at\":1}", "{\"address\":\"a\",\"log_id\":\"b\",\"started_at\":1,}",
        "{\"address\":\"a\",\"log_id\":\"b\",\"started_at\":" + String(repeating: " ", count: 5_000) + "1}",
    ])
    func `is refused when it is anything else`(text: String) throws {
        let path = try Machine.temporaryFolder("broker") + "/broker.json"
        try Machine.write(text, to: path)
        #expect(throws: KafkaError.self) { try BrokerFile(path: path) }
    }

    @Test func `is read although another program laid it out`() throws {
        let path = try Machine.temporaryFolder("broker") + "/broker.json"
        try Machine.write("\n{ \"started_at\" : -5 , \"more\" : 7,\n\"log_id\":\"b\\u0041\\/\", \"address\":\"a\" }\n", to: path)
        #expect(try BrokerFile(path: path) == BrokerFile(address: "a", logID: "bA/", startedAt: WallTime(microseconds: -5)))
    }

    @Test func `says which file is missing`() {
        #expect { try BrokerFile(path: "/nowhere/broker.json") } throws: { "\($0)".contains("/nowhere/broker.json") }
    }
}
