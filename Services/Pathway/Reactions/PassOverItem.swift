import Events
import Messaging
import Postgres

/// Reads what learners hold in their wallets, and lets it pass.
///
/// An item that was issued here is a credential, which counts by its own event: it must not count twice. What is imported counts for no achievement
/// of a college until somebody says so. The topic is read from the start so that its position is known when that comes.
struct PassOverItem: Reaction {
    func react(to events: [Delivered<ItemEvent>], in transaction: borrowing Transaction) throws {}
}
