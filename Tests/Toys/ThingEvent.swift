public import CloudEvents
import JSON
public import Observability

/// A thing of some person's whose value changes: what the toy `maker` writes.
public struct ThingEvent: Event, Equatable {
    public static let topic = Topic("cairn.thing.v1", keyedBy: .person)
    public static let types = [EventType("thing", "changed")]

    public let type: EventType
    public let subject: UUIDValue
    public let version: Int64
    public let college: Int32
    public let person: UUIDValue
    public let value: Int64
    public let time: WallTime

    public init(subject: UUIDValue, version: Int64, college: Int32, person: UUIDValue, value: Int64, time: WallTime = .now()) {
        self.type = Self.types[0]
        self.subject = subject
        self.version = version
        self.college = college
        self.person = person
        self.value = value
        self.time = time
    }

    public var key: EventKey { .person(college: self.college, self.person) }

    public func data() -> [UInt8] { toyData(self.subject, self.college, self.value) }

    public init(_ envelope: CloudEvent) throws(EventError) {
        guard envelope.type.noun == "thing", envelope.type.version == 1 else { throw .unknown(envelope.type) }
        guard case .person(_, let person)? = EventKey(parsing: envelope.key, as: .person) else {
            throw .malformed(envelope.type, "the key is none")
        }
        let (subject, college, value) = try toyFields(of: envelope)
        self.init(subject: subject, version: envelope.version, college: college, person: person, value: value, time: envelope.time)
    }
}

/// What the toy `keeper` answers: the value that it holds.
public struct EchoEvent: Event, Equatable {
    public static let topic = Topic("cairn.echo.v1", keyedBy: .subject)
    public static let types = [EventType("echo", "heard")]

    public let type: EventType
    public let subject: UUIDValue
    public let version: Int64
    public let college: Int32
    public let value: Int64
    public let time: WallTime

    public init(subject: UUIDValue, version: Int64, college: Int32, value: Int64, time: WallTime = .now()) {
        self.type = Self.types[0]
        self.subject = subject
        self.version = version
        self.college = college
        self.value = value
        self.time = time
    }

    public var key: EventKey { .subject(self.subject) }

    public func data() -> [UInt8] { toyData(self.subject, self.college, self.value) }

    public init(_ envelope: CloudEvent) throws(EventError) {
        guard envelope.type.noun == "echo", envelope.type.version == 1 else { throw .unknown(envelope.type) }
        let (subject, college, value) = try toyFields(of: envelope)
        self.init(subject: subject, version: envelope.version, college: college, value: value, time: envelope.time)
    }
}

private func toyData(_ subject: UUIDValue, _ college: Int32, _ value: Int64) -> [UInt8] {
    Array("{\"id\":\"\(subject)\",\"college\":\(college),\"value\":\(value)}".utf8)
}

private func toyFields(of envelope: CloudEvent) throws(EventError) -> (UUIDValue, Int32, Int64) {
    let json: JSON
    do { json = try JSON(parsing: envelope.data) } catch { throw .malformed(envelope.type, "\(error)") }
    guard let id = json["id"]?.string.flatMap({ UUIDValue($0) }), let college = json["college"]?.int, let value = json["value"]?.int else {
        throw .malformed(envelope.type, "id, college or value is missing")
    }
    return (id, Int32(clamping: college), Int64(value))
}
