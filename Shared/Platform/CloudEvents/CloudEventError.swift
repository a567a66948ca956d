/// Why a record is no event of this suite; each names the header that is at fault.
public enum CloudEventError: Error, Hashable, CustomStringConvertible {
    /// A header that every event has is not there.
    case missing(header: String)
    /// A header stands twice, so that two readers could read two things.
    case doubled(header: String)
    /// A header's value is not UTF-8.
    case notUTF8(header: String)
    /// A header's value is not what it should be.
    case malformed(header: String, value: String, expected: String)
    /// A header's value is longer than any that is meant.
    case headerTooLong(header: String, bytes: Int)
    /// There are more headers than any event has.
    case tooManyHeaders(Int)
    /// The whole event stands in the value, as JSON: the other of CloudEvents' two modes.
    case structuredMode(contentType: String)
    /// The data are larger than an event may be.
    case dataTooLarge(bytes: Int)
    /// The record has no key, or one that is not UTF-8.
    case keyMissing
    /// The key is not of the topic's kind.
    case keyMalformed(String, kind: Topic.KeyKind)
    /// The key names another thing than a header.
    case keyContradicts(header: String, says: String, key: String)

    /// One sentence that says what is wrong and where.
    public var description: String {
        switch self {
        case .missing(let header): "the header \(header) is missing"
        case .doubled(let header): "the header \(header) stands more than once"
        case .notUTF8(let header): "the value of the header \(header) is not UTF-8"
        case .malformed(let header, let value, let expected): "the header \(header) should be \(expected), but is \"\(value.prefix(80))\""
        case .headerTooLong(let header, let bytes):
            "the value of the header \(header) has \(bytes) bytes; at most \(CloudEvent.headerValueLimit) are taken"
        case .tooManyHeaders(let count): "the record has \(count) headers; at most \(CloudEvent.headerLimit) are taken"
        case .structuredMode(let contentType):
            "this is a structured-mode event (content-type \(contentType.prefix(80))); only binary mode is read: attributes in ce_ headers, "
                + "data as application/json"
        case .dataTooLarge(let bytes): "the data have \(bytes) bytes; an event carries at most \(CloudEvent.dataLimit)"
        case .keyMissing: "the record has no key that is text"
        case .keyMalformed(let key, .subject): "the key should be the aggregate's id, but is \"\(key.prefix(80))\""
        case .keyMalformed(let key, .person): "the key should be college:person, but is \"\(key.prefix(80))\""
        case .keyContradicts(let header, let says, let key): "the header \(header) says \(says), but the key is \(key.prefix(80))"
        }
    }
}
