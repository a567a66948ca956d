import CloudEvents
import Kafka

/// What a record turned out to be: an event, or something to be set aside.
enum Reading: Sendable {
    case event(Arrival, KafkaMessage)
    case refused(Refusal)

    /// Reads a record of a topic. Header, key and data must name the same college and subject.
    init(_ message: KafkaMessage, with reaction: AnyReaction) {
        let envelope: CloudEvent
        do throws(CloudEventError) {
            envelope = try CloudEvent(
                headers: message.headers.map { EventHeader($0.name, $0.value) }, key: message.key, data: message.value ?? [])
            try envelope.checkKey(of: reaction.topic)
        } catch {
            let isForged = if case .keyContradicts = error { true } else { false }
            self = .refused(Refusal(message, nil, isForged ? .forged : .unreadable, error.description))
            return
        }
        guard message.value != nil else {
            self = .refused(Refusal(message, envelope, .unreadable, "the record has no value; an event carries its aggregate's state"))
            return
        }
        do throws(EventError) {
            let event = try reaction.read(envelope)
            guard event.subject == envelope.subject else {
                throw .contradiction(field: "subject", header: envelope.subject.description, data: event.subject.description)
            }
            guard event.college == envelope.college else {
                throw .contradiction(field: "college", header: String(envelope.college), data: String(event.college))
            }
            self = .event(Arrival(event: event, envelope: envelope, partition: message.partition, offset: message.offset), message)
        } catch {
            let cause: Refusal.Cause =
                switch error {
                case .unknown: .unknown
                case .malformed: .unreadable
                case .contradiction: .forged
                }
            self = .refused(Refusal(message, envelope, cause, error.description))
        }
    }
}

/// A record that is set aside, and why.
struct Refusal: Sendable {
    /// What kind of trouble it is; operators see parked events grouped by it.
    enum Cause: String, Sendable {
        /// It cannot be read as an event.
        case unreadable
        /// A noun, or a shape of it, that this version does not know: tried again when a later version starts.
        case unknown
        /// Header, key and data contradict each other, or its subject is known under another college.
        case forged
        /// Another event with the same subject and version was applied before: two histories.
        case twoHistories = "two-histories"
        /// The reaction failed on it.
        case failed
    }

    let message: KafkaMessage
    let envelope: CloudEvent?
    let cause: Cause
    let reason: String

    init(_ message: KafkaMessage, _ envelope: CloudEvent?, _ cause: Cause, _ reason: String) {
        self.message = message
        self.envelope = envelope
        self.cause = cause
        self.reason = Self.clean(reason)
    }

    /// The longest reason that is kept, in characters.
    static let reasonLimit = 500

    /// A reason may quote a header, and a header may hold anything: no control characters, which a table and a terminal cannot bear.
    private static func clean(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.prefix(Self.reasonLimit).map { $0.value < 32 || $0.value == 127 ? "·" : $0 }))
    }
}
