public import CloudEvents
import JSON
public import Observability

/// Something that happened to an aggregate, with the state that it then had.
///
/// `CredentialEvent(.issued, credential, version: 1, at: now)`
public struct StateEvent<State: AggregateState>: Event, Hashable {
    /// The shape of the data that is written and read here.
    public static var schemaVersion: Int { 1 }

    /// What happened. The verb may be one that this version does not know.
    public let type: EventType
    /// What is now the case.
    public let state: State
    /// The aggregate's version.
    public let version: Int64
    /// When it happened in the world.
    public let time: WallTime

    /// An event of one's own.
    public init(_ verb: State.Verb, _ state: State, version: Int64, at time: WallTime) {
        self.type = EventType(State.noun, verb.rawValue, version: Self.schemaVersion)
        self.state = state
        self.version = version
        self.time = time
    }

    /// Reads an event, and holds the envelope against the data.
    public init(_ envelope: CloudEvent) throws(EventError) {
        guard envelope.type.noun == State.noun, envelope.type.version <= Self.schemaVersion else { throw .unknown(envelope.type) }
        let state = try Self.state(in: envelope)
        self.type = envelope.type
        self.state = state
        self.version = envelope.version
        self.time = envelope.time
        try self.checkAgainst(envelope)
    }

    /// What happened; nil when this version does not know the verb, and the state alone counts.
    public var verb: State.Verb? { State.Verb(rawValue: self.type.verb) }

    /// The topic of the state.
    public static var topic: Topic { State.topic }
    /// The types of the state.
    public static var types: [EventType] { State.types }
    /// The aggregate's id.
    public var subject: UUIDValue { self.state.subject }
    /// The college it belongs to.
    public var college: Int32 { self.state.college.number }
    /// What it is keyed by.
    public var key: EventKey { self.state.key }
    /// The state as JSON, members always in the same order.
    public func data() -> [UInt8] { self.state.json.bytes() }

    private static func state(in envelope: CloudEvent) throws(EventError) -> State {
        let document: JSONDocument
        do {
            document = try JSONDocument(parsing: envelope.data)
        } catch {
            throw .malformed(envelope.type, error.description)
        }
        do {
            return try document.decode(State.self, unknownMembers: .ignored)
        } catch {
            throw .malformed(envelope.type, error.description)
        }
    }

    private func checkAgainst(_ envelope: CloudEvent) throws(EventError) {
        func same(_ field: String, _ header: String, _ data: String) throws(EventError) {
            if header != data { throw .contradiction(field: field, header: header, data: data) }
        }
        try same("subject", envelope.subject.description, self.subject.description)
        try same("college", String(envelope.college), String(self.college))
        try same("key", envelope.key, self.key.description)
    }
}

/// What happened to an issuer.
public typealias IssuerEvent = StateEvent<IssuerState>
/// What happened to an achievement.
public typealias AchievementEvent = StateEvent<AchievementState>
/// What happened to a status list.
public typealias StatusListEvent = StateEvent<StatusListState>
/// What happened to a pathway's definition.
public typealias PathwayEvent = StateEvent<PathwayState>
/// What happened to a credential.
public typealias CredentialEvent = StateEvent<CredentialState>
/// What happened to an item in a wallet.
public typealias ItemEvent = StateEvent<ItemState>
/// What happened to a consent.
public typealias ConsentEvent = StateEvent<ConsentState>
/// What happened to a learner's progress on a pathway.
public typealias ProgressEvent = StateEvent<ProgressState>
/// What happened to an employer's role.
public typealias RoleEvent = StateEvent<RoleState>
