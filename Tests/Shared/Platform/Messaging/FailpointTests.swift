import Messaging
import Observability
import Testing

@Suite struct `A plan of failpoints` {
    private struct NoLog: LogHandler {
        func log(_ event: LogEvent) {}
    }

    private let logger = Logger(label: "test", level: .error, handler: NoLog())

    @Test(arguments: ["", "relay-produced=kill@3", "consumer-applied:wallet.record=stop,batch-signed=kill"])
    func `names points, whose they are, and what happens there`(text: String) throws {
        let plan = try Failpoints(text, logger: self.logger)
        plan.reach(.httpCommitted)
        plan.reach(.consumerApplied, by: "wallet.progress")
    }

    @Test(arguments: [
        "nowhere=kill", "nowhere:wallet.record=kill", "consumer-applied:=kill", "relay-produced", "relay-produced=end",
        "relay-produced=kill@0",
    ])
    func `is refused by the part that is none`(text: String) {
        #expect(throws: FailpointError.malformed(text)) { try Failpoints("batch-signed=kill,\(text)", logger: self.logger) }
    }
}
