import Synchronization
import Testing

@testable import Observability

@Suite struct `A logger` {
    @Test func `writes one line of JSON an event, whatever stands in its metadata`() {
        let event = LogEvent(
            level: .info, label: "issuer", message: "signed", metadata: ["b": "a \"quoted\"\nline\u{1}", "a": "é"],
            trace: TraceContext(traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"))
        let line = String(decoding: JSONLogHandler.line(event, at: WallTime(microseconds: 1_795_573_800_000_001)), as: UTF8.self)
        #expect(
            line == #"{"time":"2026-11-25T02:30:00.000001Z","level":"info","label":"issuer","message":"signed","#
                + #""trace":"4bf92f3577b34da6a3ce929d0e0e4736","a":"é","b":"a \"quoted\"\nline\u0001"}"# + "\n")
    }

    @Test func `keeps quiet below its level`() {
        let collector = LogCollector()
        var logger = Logger(label: "test", level: .warning, handler: collector)
        logger.info("not wanted")
        logger.error("wanted")
        logger.logLevel = .trace
        logger.trace("wanted too")
        #expect(collector.events.map(\.message.description) == ["wanted", "wanted too"])
    }

    @Test func `adds its own metadata to those of the event, which win`() {
        let collector = LogCollector()
        var logger = Logger(label: "test", handler: collector)
        logger[metadataKey: "service"] = "wallet"
        logger[metadataKey: "step"] = "1"
        logger.labelled("part").info("done", metadata: ["step": "2"])
        #expect(collector.events.map(\.metadata) == [["service": "wallet", "step": "2"]])
        #expect(collector.events.map(\.label) == ["part"])
    }

    private final class LogCollector: LogHandler {
        private let state = Mutex<[LogEvent]>([])
        var events: [LogEvent] { self.state.withLock { $0 } }
        func log(_ event: LogEvent) { self.state.withLock { $0.append(event) } }
    }
}

@Suite struct `A trace context` {
    @Test(arguments: [
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00",
    ])
    func `comes back as it was written`(header: String) {
        #expect(TraceContext(traceparent: header)?.description == header)
    }

    @Test(arguments: [
        "", "00", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7", "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01", "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
        "00-4bf92f3577b34da6a3ce929d0e0e473-600f067aa0ba902b7-01", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-+1",
    ])
    func `is not made of what is none`(header: String) {
        #expect(TraceContext(traceparent: header) == nil)
    }

    @Test func `is read from a later version, by its first four parts`() {
        let later = TraceContext(traceparent: "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-comes")
        #expect(later?.description == "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
    }

    @Test func `keeps its journey and takes a new step`() {
        let first = TraceContext(random: Array(1...24))
        let second = first.child(random: Array(1...8))
        #expect(second.traceID == first.traceID)
        #expect(second.parentID == "0102030405060708")
        #expect(TraceContext(random: Array(repeating: 0, count: 24)).traceID == String(repeating: "0", count: 31) + "1")
    }
}

@Suite struct `A moment of civil time` {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59.999999Z"), (951_782_400_000_000, "2000-02-29T00:00:00Z"),
        (4_107_542_400_000_000, "2100-03-01T00:00:00Z"), (-2_203_891_200_000_000, "1900-03-01T00:00:00Z"),
        (253_402_300_799_999_999, "9999-12-31T23:59:59.999999Z"),
    ])
    func `is written as RFC 3339`(microseconds: Int, text: String) {
        #expect(WallTime(microseconds: Int64(microseconds)).description == text)
    }

    @Test func `moves by a duration`() {
        #expect((WallTime(microseconds: 5) + .milliseconds(-2)).microseconds == -1_995)
        #expect(WallTime.now() > WallTime(microseconds: 1_700_000_000_000_000))
    }
}
