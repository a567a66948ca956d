/// The headers of one record by name; names are compared without regard to case, since some writers capitalise them.
struct HeaderReader {
    private let values: [String: String]
    private let names: [String]

    /// Takes `content-type` and what begins with `ce_`; other headers are somebody else's.
    init(_ headers: [EventHeader]) throws(CloudEventError) {
        guard headers.count <= CloudEvent.headerLimit else { throw .tooManyHeaders(headers.count) }
        var values: [String: String] = [:]
        var names: [String] = []
        for header in headers {
            let name = header.name.lowercased()
            guard name == "content-type" || name.hasPrefix("ce_") else { continue }
            guard header.value.count <= CloudEvent.headerValueLimit else { throw .headerTooLong(header: name, bytes: header.value.count) }
            guard let value = String(validating: header.value, as: UTF8.self) else { throw .notUTF8(header: name) }
            guard values.updateValue(value, forKey: name) == nil else { throw .doubled(header: name) }
            names.append(name)
        }
        self.values = values
        self.names = names
    }

    /// The mode is told by the content type (CloudEvents Kafka binding 1.0.2 §3).
    func checkMode() throws(CloudEventError) {
        let contentType = try self.required("content-type")
        let parts = contentType.lowercased().filter { $0 != " " && $0 != "\t" }.split(separator: ";", omittingEmptySubsequences: false)
        if (parts.first ?? "").hasPrefix("application/cloudevents") { throw .structuredMode(contentType: contentType) }
        let isUTF8 = parts.dropFirst().allSatisfy { $0 == "charset=utf-8" || $0 == "charset=\"utf-8\"" || !$0.hasPrefix("charset=") }
        guard parts.first == "application/json", isUTF8 else {
            throw .malformed(header: "content-type", value: contentType, expected: "application/json")
        }
        let version = try self.required("ce_specversion")
        guard version == "1.0" else { throw .malformed(header: "ce_specversion", value: version, expected: "1.0") }
    }

    func optional(_ name: String) -> String? { self.values[name] }

    func required(_ name: String) throws(CloudEventError) -> String {
        guard let value = self.values[name] else { throw .missing(header: name) }
        return value
    }

    func value<Value>(_ name: String, _ expected: String, _ read: (String) -> Value?) throws(CloudEventError) -> Value {
        let text = try self.required(name)
        guard let value = read(text) else { throw .malformed(header: name, value: text, expected: expected) }
        return value
    }

    /// What the record says beyond the known names. A name that CloudEvents §3.1 does not allow is refused, since it could not be written again.
    func extensions(except known: Set<String>) throws(CloudEventError) -> [CloudEvent.Attribute] {
        var attributes: [CloudEvent.Attribute] = []
        for name in self.names where name.hasPrefix("ce_") && !known.contains(name) {
            let attribute = String(name.dropFirst(3))
            let isName = attribute.utf8.allSatisfy {
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
            }
            guard isName, !attribute.isEmpty else {
                throw .malformed(header: name, value: attribute, expected: "ce_ and a name of letters and digits")
            }
            attributes.append(CloudEvent.Attribute(name: attribute, value: self.values[name] ?? ""))
        }
        return attributes
    }
}
