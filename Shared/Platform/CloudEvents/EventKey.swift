/// The Kafka key of an event.
public enum EventKey: Sendable, Hashable, CustomStringConvertible {
    /// The aggregate's id, for what belongs to no learner.
    case subject(UUIDValue)
    /// The learner it is about, within her college: all that happens to her lies in one partition.
    case person(college: Int32, UUIDValue)

    /// Reads a key of one kind; nil when it is not that.
    public init?(parsing text: String, as kind: Topic.KeyKind) {
        switch kind {
        case .subject:
            guard let subject = UUIDValue(text) else { return nil }
            self = .subject(subject)
        case .person:
            let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let number = Decimal.positive(Array(parts[0].utf8)[...]), let college = Int32(exactly: number),
                let person = UUIDValue(parts[1])
            else { return nil }
            self = .person(college: college, person)
        }
    }

    /// Which kind it is.
    public var kind: Topic.KeyKind {
        switch self {
        case .subject: .subject
        case .person: .person
        }
    }

    /// The text on the wire: `019a...` or `17:019a...`.
    public var description: String {
        switch self {
        case .subject(let subject): subject.description
        case .person(let college, let person): "\(college):\(person)"
        }
    }
}
