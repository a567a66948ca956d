import Chassis
import Observability
import Postgres

/// Somebody opens a link: what it shows, as long as it opens.
struct OpeningLink: Sendable {
    /// One item of a link, with the document that is judged and downloaded.
    struct SharedItem: Sendable {
        let item: Item
        let document: [UInt8]
    }

    /// What becomes of a link that is opened.
    enum Outcome: Sendable {
        /// There never was such a link.
        case unknown
        /// There was, and the learner or its time has ended it.
        case ended
        /// What it shows.
        case open(ShareLink, [SharedItem])
    }

    let database: Database
    let now: @Sendable () -> WallTime

    /// Opens the link that a token stands in.
    func open(_ text: String) async throws -> Outcome {
        guard let token = ShareToken(text) else { return .unknown }
        let time = self.now()
        return try await self.database.transaction(as: Visitor.shareLink(token.link).databaseScope, with: .snapshot) { tx in
            guard let link = try tx.link(opening: token) else { return .unknown }
            guard link.opens(at: time) else { return .ended }
            let items = try tx.items(of: link.id).map { SharedItem(item: $0.item, document: $0.document) }
            // The database's own clock may say that it has just ended.
            return items.isEmpty ? .ended : .open(link, items)
        }
    }
}
