public import Observability

/// An event in its envelope: CloudEvents 1.0 with the extensions `partitionkey`, `traceparent`, `cairncollege` and `cairnversion`.
///
/// The data are kept as the bytes that were signed off by their writer; nothing here looks into them.
public struct CloudEvent: Sendable, Hashable {
    /// The most bytes that data may have; a record with its headers stays below Kafka's megabyte.
    public static let dataLimit = 900_000
    /// The most headers that a record may have.
    public static let headerLimit = 64
    /// The most bytes that the value of one header may have.
    public static let headerValueLimit = 4_096

    /// Its own name, the same in every repetition.
    public let id: EventID
    /// Who wrote it: `/cairn/issuer`.
    public let source: String
    /// What happened.
    public let type: EventType
    /// The aggregate's id.
    public let subject: UUIDValue
    /// When it happened in the world; never used for order.
    public let time: WallTime
    /// Where the JSON Schema of the data is served.
    public let dataSchema: String?
    /// The Kafka key, as text.
    public let key: String
    /// The college it belongs to; 0 for what is nobody's.
    public let college: Int32
    /// The aggregate's version, from 1 without holes.
    public let version: Int64
    /// The header of the request that caused it; read only when it is asked for, since most readers never do.
    let traceparent: String?
    /// Attributes that this program does not know, kept in their order.
    public let extensions: [Attribute]
    /// The aggregate's state as JSON.
    public let data: [UInt8]

    /// An attribute by name, without the prefix of its header.
    public struct Attribute: Sendable, Hashable {
        /// Lower-case letters and digits.
        public let name: String
        /// Its text.
        public let value: String

        /// An attribute from its parts.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// An envelope from its parts.
    public init(
        id: EventID, source: String, type: EventType, subject: UUIDValue, time: WallTime, dataSchema: String?, key: String, college: Int32,
        version: Int64, trace: TraceContext? = nil, extensions: [Attribute] = [], data: [UInt8]
    ) throws(CloudEventError) {
        try self.init(
            id: id, source: source, type: type, subject: subject, time: time, dataSchema: dataSchema, key: key, college: college,
            version: version, traceparent: trace?.description, extensions: extensions, data: data)
    }

    init(
        id: EventID, source: String, type: EventType, subject: UUIDValue, time: WallTime, dataSchema: String?, key: String, college: Int32,
        version: Int64, traceparent: String?, extensions: [Attribute], data: [UInt8]
    ) throws(CloudEventError) {
        guard data.count <= Self.dataLimit else { throw .dataTooLarge(bytes: data.count) }
        self.id = id
        self.source = source
        self.type = type
        self.subject = subject
        self.time = time
        self.dataSchema = dataSchema
        self.key = key
        self.college = college
        self.version = version
        self.traceparent = traceparent
        self.extensions = extensions
        self.data = data
    }

    /// The request that caused it. A header that cannot be read is none (W3C Trace Context §3.2): it must never cost the event.
    public var trace: TraceContext? { self.traceparent.flatMap { TraceContext(traceparent: $0) } }

    /// Puts an event into its envelope.
    public init(_ event: some Event, id: EventID, source: String, dataSchema: String?, trace: TraceContext? = nil) throws(CloudEventError) {
        try self.init(
            id: id, source: source, type: event.type, subject: event.subject, time: event.time, dataSchema: dataSchema,
            key: event.key.description, college: event.college, version: event.version, trace: trace, data: event.data())
    }

    /// Whether the key is of the topic's kind and names the same college or aggregate as the headers; a record that fails is forged or misrouted.
    public func checkKey(of topic: Topic) throws(CloudEventError) {
        switch EventKey(parsing: self.key, as: topic.keyKind) {
        case nil:
            throw .keyMalformed(self.key, kind: topic.keyKind)
        case .subject(let subject):
            if subject != self.subject { throw .keyContradicts(header: "ce_subject", says: self.subject.description, key: self.key) }
        case .person(let college, _):
            if college != self.college { throw .keyContradicts(header: "ce_cairncollege", says: String(self.college), key: self.key) }
        }
    }
}
