package import CloudEvents
import JSON
package import Observability

/// A thing of some person's whose value changes: what the toy `maker` writes.
package struct ThingEvent: Event, Equatable {
    package static let topic = Topic("cairn.thing.v1", keyedBy: .person)
    package static let types = [EventType("thing", "changed")]

    package let type: EventType
    package let subject: UUIDValue
    package let version: Int64
    package let college: Int32
    package let person: UUIDValue
    package let value: Int64
    package let time: WallTime

    package init(subject: UUIDValue, version: Int64, college: Int32, person: UUIDValue, value: Int64, time: WallTime = .now()) {
        self.type = Self.types[0]
        self.subject = subject
        self.version = version
        self.college = college
        self.person = person
        self.value = value
        self.time = time
    }

    package var key: EventKey { .person(college: self.college, self.person) }

    package func data() -> [UInt8] { toyData(self.subject, self.college, self.value) }

    package init(_ envelope: CloudEvent) throws(EventError) {
        guard envelope.type.noun == "thing", envelope.type.version == 1 else { throw .unknown(envelope.type) }
        guard case .person(_, let person)? = EventKey(parsing: envelope.key, as: .person) else {
            throw .malformed(envelope.type, "the key is none")
        }
        let (subject, college, value) = try toyFields(of: envelope)
        self.init(subject: subject, version: envelope.version, college: college, person: person, value: value, time: envelope.time)
    }
}

/// What the toy `keeper` answers: the value that it holds.
package struct EchoEvent: Event, Equatable {
    package static let topic = Topic("cairn.echo.v1", keyedBy: .subject)
    package static let types = [EventType("echo", "heard")]

    package let type: EventType
    package let subject: UUIDValue
    package let version: Int64
    package let college: Int32
    package let value: Int64
    package let time: WallTime

    package init(subject: UUIDValue, version: Int64, college: Int32, value: Int64, time: WallTime = .now()) {
        self.type = Self.types[0]
        self.subject = subject
        self.version = version
        self.college = college
        self.value = value
        self.time = time
    }

    package var key: EventKey { .subject(self.subject) }

    package func data() -> [UInt8] { toyData(self.subject, self.college, self.value) }

    package init(_ envelope: CloudEvent) throws(EventError) {
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
