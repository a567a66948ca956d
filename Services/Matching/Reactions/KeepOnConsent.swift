import Catalogue
import Events
import Messaging
import Postgres

/// Keeps what learners let employers see.
struct KeepOnConsent: Reaction {
    /// The projection's name among the readers of topics.
    static let consumer = "matching.consent"

    func react(to events: [Delivered<ConsentEvent>], in transaction: borrowing Transaction) throws {
        for slice in Newest.slices(of: events.map(\.event)) { try transaction.keep(consents: slice) }
    }
}
