public import CloudEvents
public import Kafka
public import Postgres

/// An event that has arrived.
public struct Delivered<E: Event>: Sendable {
    /// What it says.
    public let event: E
    /// The envelope it came in.
    public let envelope: CloudEvent
    /// The partition it lies in.
    public let partition: KafkaPartition
    /// Its place there.
    public let offset: Int64
}

/// What a service does when events of one topic arrive. Level-triggered: it acts on the state that an event carries, never on being the first to
/// hear of it, so that duplicates, holes, retries and rewinds need no code of its own.
public protocol Reaction: Sendable {
    /// The events it takes: one type for all nouns of a topic.
    associatedtype E: Event

    /// Writes what follows from these events, which are new here and in order, all of one partition.
    ///
    /// Runs inside the transaction that also moves the reader's position: both happen, or neither. It publishes only when its own row changed. A
    /// reaction that derives state from several topics locks what it derives first and reads then, since partitions run side by side.
    /// An error of the infrastructure is tried again later; any other error parks the event that caused it.
    func react(to events: [Delivered<E>], in transaction: borrowing Transaction) throws
}

/// A reaction whose type is forgotten.
struct AnyReaction: Sendable {
    /// The topic it reads.
    let topic: Topic
    /// Reads an envelope as the reaction's kind of event.
    let read: @Sendable (CloudEvent) throws(EventError) -> any Event
    /// Hands over arrivals that `read` has read.
    let react: @Sendable ([Arrival], borrowing Transaction) throws -> Void

    init<R: Reaction>(_ reaction: R) {
        self.topic = R.E.topic
        self.read = { envelope throws(EventError) in try R.E(envelope) }
        self.react = { arrivals, transaction in
            let events = arrivals.map { arrival in
                guard let event = arrival.event as? R.E else { preconditionFailure("read by another reaction") }
                return Delivered(event: event, envelope: arrival.envelope, partition: arrival.partition, offset: arrival.offset)
            }
            try reaction.react(to: events, in: transaction)
        }
    }
}

/// A record that was read as an event.
struct Arrival: Sendable {
    let event: any Event
    let envelope: CloudEvent
    let partition: KafkaPartition
    let offset: Int64
}
