import Catalogue
import Events
import Messaging
import Postgres

/// Keeps what lies in wallets: which credential a consent's item means.
struct KeepOnItem: Reaction {
    /// The projection's name among the readers of topics.
    static let consumer = "matching.skills"

    func react(to events: [Delivered<ItemEvent>], in transaction: borrowing Transaction) throws {
        for slice in Newest.slices(of: events.map(\.event)) { try transaction.keep(items: slice) }
    }
}
