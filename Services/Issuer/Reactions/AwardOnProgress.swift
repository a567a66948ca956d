import Events
import Messaging
import Observability
import Postgres

/// Orders an award when a pathway is complete; closes the order, or asks a person, when it is complete no more.
///
/// It acts on the state alone: the same event again orders nothing again, and one that was missed is made good by the next.
struct AwardOnProgress: Reaction {
    /// The consumer's name.
    static let consumer = "issuer.awards"

    func react(to events: [Delivered<ProgressEvent>], in transaction: borrowing Transaction) throws {
        // Only the newest state of each progress counts; rows are locked in one order everywhere.
        var newest: [ProgressID: ProgressEvent] = [:]
        for delivered in events { newest[delivered.event.state.progress] = delivered.event }
        let sorted = newest.values.sorted {
            ($0.state.college, $0.state.person, $0.state.progress) < ($1.state.college, $1.state.person, $1.state.progress)
        }
        guard let time = sorted.map(\.time).max() else { return }
        try transaction.withdraw(sorted.map(\.state).filter { !$0.complete }, at: time)
        try transaction.order(sorted.map(\.state).filter(\.complete), at: time)
    }
}
