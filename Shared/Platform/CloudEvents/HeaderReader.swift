/// The headers of one record by name; names are compared without regard to case, since some writers capitalise them.
///
/// Values stay bytes until they are needed: every event of a slice comes through here.
struct HeaderReader {
    /// The headers that an envelope consists of.
    enum Known: String, CaseIterable {
        case contentType = "content-type"
        case specVersion = "ce_specversion"
        case id = "ce_id"
        case source = "ce_source"
        case type = "ce_type"
        case subject = "ce_subject"
        case time = "ce_time"
        case dataSchema = "ce_dataschema"
        case partitionKey = "ce_partitionkey"
        case college = "ce_cairncollege"
        case version = "ce_cairnversion"
        case traceparent = "ce_traceparent"

        fileprivate var place: Int {
            switch self {
            case .contentType: 0
            case .specVersion: 1
            case .id: 2
            case .source: 3
            case .type: 4
            case .subject: 5
            case .time: 6
            case .dataSchema: 7
            case .partitionKey: 8
            case .college: 9
            case .version: 10
            case .traceparent: 11
            }
        }
    }

    private var values = [[UInt8]?](repeating: nil, count: Known.allCases.count)
    private var others: [EventHeader] = []

    /// Takes `content-type` and what begins with `ce_`; other headers are somebody else's.
    init(_ headers: [EventHeader]) throws(CloudEventError) {
        guard headers.count <= CloudEvent.headerLimit else { throw .tooManyHeaders(headers.count) }
        for header in headers {
            if let known = Known(rawValue: header.name) {
                try self.take(header.value, as: known)
                continue
            }
            let name = header.name.lowercased()
            if let known = Known(rawValue: name) {
                try self.take(header.value, as: known)
            } else if name.hasPrefix("ce_") {
                try Self.checkLength(of: header.value, name)
                guard !self.others.contains(where: { $0.name == name }) else { throw .doubled(header: name) }
                self.others.append(EventHeader(name, header.value))
            }
        }
    }

    private mutating func take(_ value: [UInt8], as known: Known) throws(CloudEventError) {
        try Self.checkLength(of: value, known.rawValue)
        guard self.values[known.place] == nil else { throw .doubled(header: known.rawValue) }
        self.values[known.place] = value
    }

    private static func checkLength(of value: [UInt8], _ name: String) throws(CloudEventError) {
        guard value.count <= CloudEvent.headerValueLimit else { throw .headerTooLong(header: name, bytes: value.count) }
    }

    /// The mode is told by the content type (CloudEvents Kafka binding 1.0.2 §3).
    func checkMode() throws(CloudEventError) {
        if try self.bytes(.contentType) != Self.json { try self.checkUnusual(try self.text(.contentType)) }
        guard try self.bytes(.specVersion) == Self.one else {
            throw .malformed(header: Known.specVersion.rawValue, value: try self.text(.specVersion), expected: "1.0")
        }
    }

    private static let json = Array("application/json".utf8)
    private static let one = Array("1.0".utf8)

    private func checkUnusual(_ contentType: String) throws(CloudEventError) {
        let parts = contentType.lowercased().filter { $0 != " " && $0 != "\t" }.split(separator: ";", omittingEmptySubsequences: false)
        if (parts.first ?? "").hasPrefix("application/cloudevents") { throw .structuredMode(contentType: contentType) }
        let isUTF8 = parts.dropFirst().allSatisfy { $0 == "charset=utf-8" || $0 == "charset=\"utf-8\"" || !$0.hasPrefix("charset=") }
        guard parts.first == "application/json", isUTF8 else {
            throw .malformed(header: Known.contentType.rawValue, value: contentType, expected: "application/json")
        }
    }

    func bytes(_ header: Known) throws(CloudEventError) -> [UInt8] {
        guard let value = self.values[header.place] else { throw .missing(header: header.rawValue) }
        return value
    }

    func text(_ header: Known) throws(CloudEventError) -> String {
        try Self.text(self.bytes(header), header.rawValue)
    }

    func optionalText(_ header: Known) throws(CloudEventError) -> String? {
        self.values[header.place] == nil ? nil : try self.text(header)
    }

    private static func text(_ bytes: [UInt8], _ name: String) throws(CloudEventError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8(header: name) }
        return text
    }

    func value<Value>(
        _ header: Known, _ expected: @autoclosure () -> String, _ read: ([UInt8]) -> Value?
    ) throws(CloudEventError) -> Value {
        guard let value = read(try self.bytes(header)) else {
            throw .malformed(header: header.rawValue, value: try self.text(header), expected: expected())
        }
        return value
    }

    /// What the record says beyond the known names. A name that CloudEvents §3.1 does not allow is refused, since it could not be written again.
    func extensions() throws(CloudEventError) -> [CloudEvent.Attribute] {
        var attributes: [CloudEvent.Attribute] = []
        for header in self.others {
            let name = header.name.dropFirst(3)
            let isName = name.utf8.allSatisfy {
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
            }
            guard isName, !name.isEmpty else {
                throw .malformed(header: header.name, value: String(name), expected: "ce_ and a name of letters and digits")
            }
            attributes.append(CloudEvent.Attribute(name: String(name), value: try Self.text(header.value, header.name)))
        }
        return attributes
    }
}
