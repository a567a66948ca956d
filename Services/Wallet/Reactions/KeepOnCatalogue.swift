import Catalogue
import CloudEvents
import Events
import Messaging
import Postgres

/// Keeps what the catalogue says of issuers and status lists, which verdicts are made from, and what achievements and pathways are called.
struct KeepOnCatalogue: Reaction {
    /// The projection's name among the readers of topics.
    static let consumer = "wallet.catalogue"

    func react(to events: [Delivered<CatalogueEvent>], in transaction: borrowing Transaction) throws {
        var issuers: [IssuerEvent] = []
        var lists: [StatusListEvent] = []
        var achievements: [AchievementEvent] = []
        var pathways: [PathwayEvent] = []
        for event in events.map(\.event) {
            switch event {
            case .issuer(let event): issuers.append(event)
            case .statusList(let event): lists.append(event)
            case .achievement(let event): achievements.append(event)
            case .pathway(let event): pathways.append(event)
            }
        }
        for slice in Newest.slices(of: issuers) { try transaction.keep(issuers: slice) }
        for slice in Newest.slices(of: lists) { try transaction.keep(statusLists: slice) }
        for slice in Newest.slices(of: achievements) { try transaction.keep(achievements: slice) }
        for slice in Newest.slices(of: pathways) { try transaction.keep(pathways: slice) }
    }
}
