import Catalogue
import CloudEvents
import Events
import Messaging
import Postgres

/// Keeps the names, editions and states of achievements, and the names of issuers.
struct KeepOnCatalogue: Reaction {
    /// The projection's name among the readers of topics. It reads credentials and items too.
    static let consumer = "pathway.progress"

    func react(to events: [Delivered<CatalogueEvent>], in transaction: borrowing Transaction) throws {
        try self.apply(events.map(\.event), in: transaction)
    }

    /// The same of events without their envelopes.
    func apply(_ events: [CatalogueEvent], in transaction: borrowing Transaction) throws {
        var issuers: [IssuerEvent] = []
        var achievements: [AchievementEvent] = []
        for event in events {
            switch event {
            case .issuer(let event): issuers.append(event)
            case .achievement(let event): achievements.append(event)
            case .statusList, .pathway: break  // a pathway's own events say nothing that its tables do not
            }
        }
        for slice in Newest.slices(of: issuers) { try transaction.keep(issuers: slice) }
        for slice in Newest.slices(of: achievements) { try self.keep(slice, in: transaction) }
    }

    /// What is awarded no more, or again, changes what progress leads to: nobody derives it meanwhile, and its learners are looked at again.
    private func keep(_ achievements: [AchievementEvent], in transaction: borrowing Transaction) throws {
        let turned = try transaction.turned(achievements.map(\.state))
        for college in turned { try transaction.changeDefinitions(of: college) }
        try transaction.keep(achievements: achievements)
        if !turned.isEmpty { try transaction.sweepPathways(awarding: achievements.map(\.state.achievement)) }
    }
}
