public import CloudEvents
public import Observability

/// Anything that happens on the catalogue topic, for handlers that take all of it in order.
public enum CatalogueEvent: Event, Hashable {
    case issuer(IssuerEvent)
    case achievement(AchievementEvent)
    case statusList(StatusListEvent)
    case pathway(PathwayEvent)

    /// Reads an event by its noun.
    public init(_ envelope: CloudEvent) throws(EventError) {
        switch envelope.type.noun {
        case IssuerState.noun: self = .issuer(try IssuerEvent(envelope))
        case AchievementState.noun: self = .achievement(try AchievementEvent(envelope))
        case StatusListState.noun: self = .statusList(try StatusListEvent(envelope))
        case PathwayState.noun: self = .pathway(try PathwayEvent(envelope))
        default: throw .unknown(envelope.type)
        }
    }

    private var event: any Event {
        switch self {
        case .issuer(let event): event
        case .achievement(let event): event
        case .statusList(let event): event
        case .pathway(let event): event
        }
    }

    /// The catalogue.
    public static var topic: Topic { .catalogue }
    /// The types of all four nouns.
    public static var types: [EventType] { IssuerState.types + AchievementState.types + StatusListState.types + PathwayState.types }
    /// What happened.
    public var type: EventType { self.event.type }
    /// The aggregate's id.
    public var subject: UUIDValue { self.event.subject }
    /// The aggregate's version.
    public var version: Int64 { self.event.version }
    /// The college it belongs to.
    public var college: Int32 { self.event.college }
    /// What it is keyed by.
    public var key: EventKey { self.event.key }
    /// When it happened in the world.
    public var time: WallTime { self.event.time }
    /// The state as JSON.
    public func data() -> [UInt8] { self.event.data() }
}
