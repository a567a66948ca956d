import Events
import Messaging
import Postgres

/// Reads the catalogue, and lets it pass: what the issuer says there it knows, and of pathways it needs no more than their progress says.
///
/// It is read from the start so that its position is known when that comes; an embedded broker's relay waits for every reader that is declared.
struct PassOverCatalogue: Reaction {
    /// The consumer's name.
    static let consumer = "issuer.catalogue"

    func react(to events: [Delivered<CatalogueEvent>], in transaction: borrowing Transaction) throws {}
}
