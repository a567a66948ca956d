public import CloudEvents
public import JSON

/// The whole public state of one aggregate, as its events carry it.
///
/// No state holds a name, a mail address or a student number of a person: people are pseudonymous ids here.
public protocol AggregateState: Sendable, Hashable, JSONDecodable, JSONEncodable {
    /// What can happen to it; the raw value is the verb of the event's type.
    associatedtype Verb: RawRepresentable & CaseIterable & Sendable where Verb.RawValue == String

    /// Where its events go.
    static var topic: Topic { get }
    /// Its name in event types: `credential`.
    static var noun: String { get }

    /// Its id.
    var subject: UUIDValue { get }
    /// The college it belongs to.
    var college: CollegeID { get }
    /// What its events are keyed by.
    var key: EventKey { get }
}

/// The state of something that is about one learner.
public protocol LearnerState: AggregateState {
    /// The learner.
    var person: PersonID { get }
}

extension AggregateState {
    /// Its id: what is about no learner.
    public var key: EventKey { .subject(self.subject) }

    /// The types of its events.
    public static var types: [EventType] { Self.Verb.allCases.map { EventType(Self.noun, $0.rawValue) } }
}

extension LearnerState {
    /// The learner within her college.
    public var key: EventKey { .person(college: self.college.number, self.person.value) }
}
