import CloudEvents
import Events
import Messaging
import Observability
import Postgres

/// Keeps what learners hold, and derives how far that brings them.
struct DeriveOnCredential: Reaction {
    let deriving: DerivingProgress

    func react(to events: [Delivered<CredentialEvent>], in transaction: borrowing Transaction) throws {
        try self.apply(events.map(\.event), in: transaction)
    }

    /// The same of events without their envelopes.
    func apply(_ events: [CredentialEvent], in transaction: borrowing Transaction) throws {
        let newest = events.newestOfEach
        let learners = Set(newest.map { Learner(college: $0.state.college, person: $0.state.person) }).sorted()
        try transaction.hold(learners)
        try transaction.keep(credentials: newest)
        try transaction.noteTurnings(of: newest.map(\.state), after: self.deriving.now())
        try self.deriving.derive(learners, in: transaction)
    }
}

extension Array where Element: Event {
    /// The newest event of each subject, since one statement can change a row only once; in order of their ids.
    var newestOfEach: [Element] {
        var newest: [UUIDValue: Element] = [:]
        for event in self where newest[event.subject].map({ $0.version < event.version }) ?? true { newest[event.subject] = event }
        return newest.values.sorted { $0.subject < $1.subject }
    }
}
