import Catalogue
import Events
import Messaging
import Postgres

/// Keeps what the catalogue says of issuers, status lists and achievements. Pathways are of no use to a verifier.
struct KeepOnCatalogue: Reaction {
    /// The projection's name among the readers of topics.
    static let consumer = "verifier.catalogue"

    func react(to events: [Delivered<CatalogueEvent>], in transaction: borrowing Transaction) throws {
        var issuers: [IssuerEvent] = []
        var lists: [StatusListEvent] = []
        var achievements: [AchievementEvent] = []
        for event in events.map(\.event) {
            switch event {
            case .issuer(let event): issuers.append(event)
            case .statusList(let event): lists.append(event)
            case .achievement(let event): achievements.append(event)
            case .pathway: break
            }
        }
        for slice in Newest.slices(of: issuers) { try transaction.keep(issuers: slice) }
        for slice in Newest.slices(of: lists) { try transaction.keep(statusLists: slice) }
        for slice in Newest.slices(of: achievements) { try transaction.keep(achievements: slice) }
    }
}
