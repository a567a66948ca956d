import Catalogue
import CloudEvents
import Events
import Messaging
import Postgres

/// Keeps which employers there are, by what their roles say.
struct KeepOnRole: Reaction {
    /// The projection's name among the readers of topics.
    static let consumer = "wallet.employers"

    func react(to events: [Delivered<RoleEvent>], in transaction: borrowing Transaction) throws {
        for slice in Newest.slices(of: events.map(\.event)) { try transaction.keep(roles: slice) }
    }
}
