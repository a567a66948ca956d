import CloudEvents
import Observability
import Testing

@Suite struct `An event envelope` {
    @Test func `writes the headers of the binding in their order`() throws {
        let headers = try sample().headers
        #expect(
            headers.map { "\($0.name): \(String(decoding: $0.value, as: UTF8.self))" } == [
                "content-type: application/json", "ce_specversion: 1.0", "ce_id: 017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
                "ce_source: /cairn/issuer", "ce_type: org.cairn.credential.issued.v1", "ce_subject: 0192f0c1-2345-7abc-8def-0123456789ab",
                "ce_time: 2026-11-25T02:30:00Z", "ce_dataschema: https://cairn.test/issuer/schemas/credential.v1.json",
                "ce_partitionkey: 17:00000000-0000-0000-0000-000000000005", "ce_cairncollege: 17", "ce_cairnversion: 3",
                "ce_traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            ])
    }

    @Test func `comes back as it was`() throws {
        let event = try sample(extensions: [.init(name: "tenant", value: "blue"), .init(name: "a1", value: "")])
        #expect(try CloudEvent(headers: event.headers, key: Array(event.key.utf8), data: event.data) == event)
    }

    @Test func `is read whatever the case and order of its headers, and beside foreign ones`() throws {
        let event = try sample()
        let headers = event.headers.reversed().map { EventHeader($0.name.uppercased(), $0.value) } + [EventHeader("x-other", [0xFF])]
        #expect(try CloudEvent(headers: headers, key: Array(event.key.utf8), data: event.data) == event)
    }

    @Test(arguments: ["application/json;charset=utf-8", "Application/JSON; Charset=\"UTF-8\"", "application/json"])
    func `takes JSON in UTF-8 however it is written`(contentType: String) throws {
        let event = try sample()
        #expect(try read(event, with: ["content-type": Array(contentType.utf8)]) == event)
    }

    @Test func `needs neither schema nor trace`() throws {
        let event = try read(sample(), without: ["ce_dataschema", "ce_traceparent"])
        #expect(event.dataSchema == nil && event.trace == nil)
    }

    @Test func `is not lost to a trace header that cannot be read`() throws {
        let event = try read(sample(), with: ["ce_traceparent": Array("rubbish".utf8)])
        #expect(event.trace == nil)
        #expect(event.extensions == [])
    }

    @Test(arguments: [
        ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", true),
        ("01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x", true),
        ("00-00000000000000000000000000000000-00f067aa0ba902b7-01", false),
        ("00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01", false),
        ("00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01", false),
        ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7001", false),
        ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g", false),
    ])
    func `passes on the traces that can be read, and no others`(header: String, isRead: Bool) throws {
        let event = try read(sample(), with: ["ce_traceparent": Array(header.utf8)])
        #expect((event.trace != nil) == isRead)
        #expect(event.headers.contains { $0.name == "ce_traceparent" } == isRead)
    }

    @Test func `carries at most 900,000 bytes`() throws {
        #expect(try sample(data: [UInt8](repeating: 32, count: 900_000)).data.count == 900_000)
        #expect(throws: CloudEventError.dataTooLarge(bytes: 900_001)) { try sample(data: [UInt8](repeating: 32, count: 900_001)) }
    }

    @Test func `holds its key against the topic`() throws {
        let person = Topic("cairn.credential.v1", keyedBy: .person)
        let subject = Topic("cairn.catalogue.v1", keyedBy: .subject)
        try sample().checkKey(of: person)
        try sample(key: "0192f0c1-2345-7abc-8def-0123456789ab").checkKey(of: subject)
        #expect(
            throws: CloudEventError.keyContradicts(header: "ce_cairncollege", says: "17", key: "18:00000000-0000-0000-0000-000000000005")
        ) {
            try sample(key: "18:00000000-0000-0000-0000-000000000005").checkKey(of: person)
        }
        #expect(throws: CloudEventError.self) { try sample(key: "00000000-0000-0000-0000-000000000005").checkKey(of: subject) }
        #expect(throws: CloudEventError.keyMalformed("17", kind: .person)) { try sample(key: "17").checkKey(of: person) }
    }
}
