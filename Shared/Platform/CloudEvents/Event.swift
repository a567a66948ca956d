public import Observability

/// Something that happened to an aggregate, carrying the aggregate's whole public state and its version.
///
/// A reader that missed version 4 is right again with version 5. A Swift type may stand for one noun, or for all nouns of a topic, which is what
/// a handler of that topic takes.
public protocol Event: Sendable {
    /// The topic that it goes to and comes from.
    static var topic: Topic { get }
    /// Every type that it writes. It reads other verbs of the same nouns too.
    static var types: [EventType] { get }

    /// What happened.
    var type: EventType { get }
    /// The aggregate's id.
    var subject: UUIDValue { get }
    /// The aggregate's version: 1, 2, 3 ... without holes.
    var version: Int64 { get }
    /// The college it belongs to; 0 for what is nobody's.
    var college: Int32 { get }
    /// What it is keyed by.
    var key: EventKey { get }
    /// When it happened in the world; never used for order.
    var time: WallTime { get }
    /// The state, as JSON.
    func data() -> [UInt8]

    /// Reads the state that an envelope carries. Unknown fields are ignored and an unknown verb of a known noun is taken by its state.
    init(_ envelope: CloudEvent) throws(EventError)
}

/// Why an envelope that is sound in itself is not an event that this reader can apply.
public enum EventError: Error, Equatable, CustomStringConvertible {
    /// A noun that is not known here, or a later shape of it: to be kept, and tried again by a later version of the program.
    case unknown(EventType)
    /// The data are not the JSON that the type promises; the reason names the place.
    case malformed(EventType, String)
    /// Envelope and data name different things, as a forged or misrouted record does.
    case contradiction(field: String, header: String, data: String)

    /// One sentence for whoever looks after parked events.
    public var description: String {
        switch self {
        case .unknown(let type):
            "this version does not know the event type \(type); it is kept and tried again when a later version starts"
        case .malformed(let type, let reason):
            "the data of \(type) cannot be read: \(reason)"
        case .contradiction(let field, let header, let data):
            "header and data do not name the same \(field): the header says \(header), the data say \(data)"
        }
    }
}
