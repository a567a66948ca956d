import Observability

/// A header of a Kafka record, as a plain value.
public struct EventHeader: Sendable, Hashable {
    /// Its name: `ce_type`.
    public let name: String
    /// Its bytes.
    public let value: [UInt8]

    /// A header from its parts.
    public init(_ name: String, _ value: [UInt8]) {
        self.name = name
        self.value = value
    }

    /// A header whose value is text.
    public init(_ name: String, _ value: String) {
        self.init(name, Array(value.utf8))
    }
}

extension CloudEvent {
    /// The headers of the event in Kafka's binary mode, always in the same order (CloudEvents Kafka binding 1.0.2 §3.2).
    public var headers: [EventHeader] {
        var headers: [EventHeader] = []
        headers.reserveCapacity(12 + self.extensions.count)
        headers.append(Self.contentType)
        headers.append(Self.specVersion)
        headers.append(EventHeader("ce_id", self.id.description))
        headers.append(EventHeader("ce_source", self.source))
        headers.append(EventHeader("ce_type", self.type.description))
        headers.append(EventHeader("ce_subject", self.subject.description))
        headers.append(EventHeader("ce_time", self.time.description))
        if let dataSchema = self.dataSchema { headers.append(EventHeader("ce_dataschema", dataSchema)) }
        headers.append(EventHeader("ce_partitionkey", self.key))
        headers.append(EventHeader("ce_cairncollege", String(self.college)))
        headers.append(EventHeader("ce_cairnversion", String(self.version)))
        if let trace = self.trace { headers.append(EventHeader("ce_traceparent", trace.description)) }
        for attribute in self.extensions { headers.append(EventHeader("ce_" + attribute.name, attribute.value)) }
        return headers
    }

    private static let contentType = EventHeader("content-type", "application/json")
    private static let specVersion = EventHeader("ce_specversion", "1.0")

    /// Reads a record in binary mode.
    public init(headers: [EventHeader], key: [UInt8]?, data: [UInt8]) throws(CloudEventError) {
        let reader = try HeaderReader(headers)
        try reader.checkMode()
        guard let key, !key.isEmpty, let key = String(validating: key, as: UTF8.self) else { throw .keyMissing }
        let partitionKey = try reader.required("ce_partitionkey")
        guard partitionKey == key else { throw .keyContradicts(header: "ce_partitionkey", says: partitionKey, key: key) }
        try self.init(
            id: reader.value("ce_id", "a UUID of version 7") { EventID($0) },
            source: reader.value("ce_source", "a URI reference without spaces") { Self.isReference($0) ? $0 : nil },
            type: reader.value("ce_type", "\(EventType.prefix)<noun>.<verb>.v<N>") { EventType(parsing: $0) },
            subject: reader.value("ce_subject", "a UUID") { UUIDValue($0) },
            time: reader.value("ce_time", "a time of RFC 3339") { .init(rfc3339: $0) },
            dataSchema: reader.optional("ce_dataschema"),
            key: key,
            college: reader.value("ce_cairncollege", "a number from 0 to \(Int32.max)") {
                Decimal.number($0).flatMap { Int32(exactly: $0) }
            },
            version: reader.value("ce_cairnversion", "a number from 1") { Decimal.positive($0) },
            // A trace header that cannot be read is dropped, as W3C Trace Context §3.2 wants: it must never cost the event.
            trace: reader.optional("ce_traceparent").flatMap { .init(traceparent: $0) },
            extensions: reader.extensions(except: Self.known),
            data: data)
    }

    private static let known: Set<String> = [
        "ce_specversion", "ce_id", "ce_source", "ce_type", "ce_subject", "ce_time", "ce_dataschema", "ce_partitionkey", "ce_cairncollege",
        "ce_cairnversion", "ce_traceparent",
    ]

    private static func isReference(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 > 32 && $0 < 127 }
    }
}
