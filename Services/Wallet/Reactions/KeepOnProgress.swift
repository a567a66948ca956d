import Catalogue
import CloudEvents
import Events
import Messaging
import Postgres

/// Keeps how far learners are on their pathways, which says what their credentials count toward.
struct KeepOnProgress: Reaction {
    /// The projection's name among the readers of topics.
    static let consumer = "wallet.progress"

    func react(to events: [Delivered<ProgressEvent>], in transaction: borrowing Transaction) throws {
        for slice in Newest.slices(of: events.map(\.event)) { try transaction.keep(progress: slice) }
    }
}
