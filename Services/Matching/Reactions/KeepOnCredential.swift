import Catalogue
import Events
import Messaging
import Postgres

/// Keeps credentials with the skills that they show.
struct KeepOnCredential: Reaction {
    /// The projection's name among the readers of topics.
    static let consumer = "matching.skills"

    func react(to events: [Delivered<CredentialEvent>], in transaction: borrowing Transaction) throws {
        for slice in Newest.slices(of: events.map(\.event)) { try transaction.keep(credentials: slice) }
    }
}
