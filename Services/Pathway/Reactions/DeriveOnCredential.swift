import Catalogue
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
        let learners = Set(events.map { Learner(college: $0.state.college, person: $0.state.person) }).sorted()
        try transaction.hold(learners)
        for slice in Newest.slices(of: events) {
            try transaction.keep(credentials: slice)
            try transaction.noteTurnings(of: slice.map(\.state), after: self.deriving.now())
        }
        try self.deriving.derive(learners, in: transaction)
    }
}
