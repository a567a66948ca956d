import CloudEvents
import Testing

@Suite struct `A record that is no event` {
    @Test(arguments: [
        "content-type", "ce_specversion", "ce_id", "ce_source", "ce_type", "ce_subject", "ce_time", "ce_partitionkey", "ce_cairncollege",
        "ce_cairnversion",
    ])
    func `is told which header is missing`(header: String) throws {
        #expect(throws: CloudEventError.missing(header: header)) { try read(sample(), without: [header]) }
    }

    @Test func `is told which header stands twice, in any case of letters`() throws {
        let event = try sample()
        for header in event.headers {
            let doubled = event.headers + [EventHeader(header.name.uppercased(), header.value)]
            #expect(throws: CloudEventError.doubled(header: header.name)) {
                try CloudEvent(headers: doubled, key: Array(event.key.utf8), data: event.data)
            }
        }
    }

    @Test func `is told which header is not UTF-8`() throws {
        for header in try sample().headers {
            #expect(throws: CloudEventError.notUTF8(header: header.name)) { try read(sample(), with: [header.name: [0x61, 0xFF]]) }
        }
        #expect(throws: CloudEventError.notUTF8(header: "ce_other")) { try read(sample(), with: ["ce_other": [0xC0, 0x80]]) }
    }

    @Test(arguments: [
        ("ce_id", "017f22e2-79b0-4cc3-98c4-dc0c0c07398f"), ("ce_id", "1"), ("ce_source", ""), ("ce_source", "/cairn issuer"),
        ("ce_type", "com.example.someevent"), ("ce_subject", "mynewfile.jpg"), ("ce_time", "yesterday"),
        ("ce_time", "2026-02-30T00:00:00Z"),
        ("ce_cairncollege", "-1"), ("ce_cairncollege", "2147483648"), ("ce_cairncollege", "07"), ("ce_cairncollege", ""),
        ("ce_cairnversion", "0"), ("ce_cairnversion", "1.0"), ("ce_cairnversion", "99999999999999999999"), ("ce_cairnversion", " 1"),
        ("ce_specversion", "0.3"), ("ce_specversion", "1.0.1"), ("content-type", "application/avro"), ("content-type", "text/json"),
        ("content-type", ""),
        ("content-type", "application/json;charset=latin1"), ("ce_my-name", "x"), ("ce_", "x"),
    ])
    func `is told which header is wrong`(header: String, value: String) throws {
        let error = try #require(throws: CloudEventError.self) { try read(sample(), with: [header: Array(value.utf8)]) }
        guard case .malformed(header, _, _) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(error.description.contains(header))
    }

    @Test(arguments: ["application/cloudevents+json", "Application/CloudEvents+avro; charset=UTF-8", "application/cloudevents-batch+json"])
    func `is told that structured mode is not read`(contentType: String) throws {
        let error = try #require(throws: CloudEventError.self) {
            try CloudEvent(headers: [EventHeader("content-type", contentType)], key: nil, data: Array("{}".utf8))
        }
        #expect(error == .structuredMode(contentType: contentType))
        #expect(error.description.contains("only binary mode is read"))
    }

    @Test func `has a key, and the key of its header`() throws {
        let event = try sample()
        for key: [UInt8]? in [nil, [], [0xFF]] {
            #expect(throws: CloudEventError.keyMissing) { try CloudEvent(headers: event.headers, key: key, data: event.data) }
        }
        #expect(throws: CloudEventError.keyContradicts(header: "ce_partitionkey", says: event.key, key: "18:x")) {
            try CloudEvent(headers: event.headers, key: Array("18:x".utf8), data: event.data)
        }
    }

    @Test func `has neither endless headers nor endless values`() throws {
        let event = try sample()
        let many = event.headers + (event.headers.count..<CloudEvent.headerLimit).map { EventHeader("x\($0)", "") }
        #expect(try CloudEvent(headers: many, key: Array(event.key.utf8), data: event.data) == event)
        #expect(throws: CloudEventError.tooManyHeaders(65)) {
            try CloudEvent(headers: many + [EventHeader("x", "")], key: Array(event.key.utf8), data: event.data)
        }
        let long = [UInt8](repeating: 0x61, count: CloudEvent.headerValueLimit)
        #expect(try read(event, with: ["ce_other": long]).extensions.count == 1)
        #expect(throws: CloudEventError.headerTooLong(header: "ce_other", bytes: 4_097)) {
            try read(event, with: ["ce_other": long + [0x61]])
        }
    }
}
