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
        if let traceparent = self.traceparent, Self.isPlainTrace(traceparent) || self.trace != nil {
            headers.append(EventHeader("ce_traceparent", traceparent))
        }
        for attribute in self.extensions { headers.append(EventHeader("ce_" + attribute.name, attribute.value)) }
        return headers
    }

    /// Whether a header has the form that this suite writes (W3C Trace Context §3.2.2), seen without taking it apart.
    private static func isPlainTrace(_ text: String) -> Bool {
        guard text.utf8.count == 55, text.utf8.starts(with: "00-".utf8) else { return false }
        for (place, character) in text.utf8.enumerated() {
            let isRight =
                place == 2 || place == 35 || place == 52 ? character == 45 : (48...57).contains(character) || (97...102).contains(character)
            if !isRight { return false }
        }
        let digits = text.utf8
        return !digits.dropFirst(3).prefix(32).allSatisfy { $0 == 48 } && !digits.dropFirst(36).prefix(16).allSatisfy { $0 == 48 }
    }

    private static let contentType = EventHeader("content-type", "application/json")
    private static let specVersion = EventHeader("ce_specversion", "1.0")

    /// Reads a record in binary mode.
    public init(headers: [EventHeader], key: [UInt8]?, data: [UInt8]) throws(CloudEventError) {
        let reader = try HeaderReader(headers)
        try reader.checkMode()
        guard let key, !key.isEmpty, let keyText = String(validating: key, as: UTF8.self) else { throw .keyMissing }
        guard try reader.bytes(.partitionKey) == key else {
            throw .keyContradicts(header: "ce_partitionkey", says: try reader.text(.partitionKey), key: keyText)
        }
        try self.init(
            id: reader.value(.id, "a UUID of version 7") { EventID(utf8: $0) },
            source: reader.value(.source, "a URI reference without spaces") { Self.reference($0) },
            type: reader.value(.type, "\(EventType.prefix)<noun>.<verb>.v<N>") { EventType(utf8: $0) },
            subject: reader.value(.subject, "a UUID") { UUIDValue(utf8: $0) },
            time: reader.value(.time, "a time of RFC 3339") { WallTime(rfc3339UTF8: $0) },
            dataSchema: reader.optionalText(.dataSchema),
            key: keyText,
            college: reader.value(.college, "a number from 0 to \(Int32.max)") {
                Decimal.number($0[...]).flatMap { Int32(exactly: $0) }
            },
            version: reader.value(.version, "a number from 1") { Decimal.positive($0[...]) },
            traceparent: reader.optionalText(.traceparent),
            extensions: reader.extensions(),
            data: data)
    }

    private static func reference(_ text: [UInt8]) -> String? {
        guard !text.isEmpty, text.allSatisfy({ $0 > 32 && $0 < 127 }) else { return nil }
        return String(decoding: text, as: UTF8.self)
    }
}
