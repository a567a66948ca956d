import Catalogue
import Events
import Messaging
import Postgres

/// Keeps the names of issuers and achievements, which explain a match.
struct KeepOnCatalogue: Reaction {
    /// The projection's name among the readers of topics.
    static let consumer = "matching.catalogue"

    func react(to events: [Delivered<CatalogueEvent>], in transaction: borrowing Transaction) throws {
        var issuers: [IssuerEvent] = []
        var achievements: [AchievementEvent] = []
        for event in events.map(\.event) {
            switch event {
            case .issuer(let event): issuers.append(event)
            case .achievement(let event): achievements.append(event)
            case .statusList, .pathway: break
            }
        }
        for slice in Newest.slices(of: issuers) { try transaction.keep(issuers: slice) }
        for slice in Newest.slices(of: achievements) { try transaction.keep(achievements: slice) }
    }
}
