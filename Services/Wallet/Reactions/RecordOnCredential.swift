import Catalogue
import CloudEvents
import Events
import JSON
import Messaging
import Observability
import Postgres
import VerdictPages

/// Puts each credential into its learner's wallet, and keeps what has become of it.
///
/// A credential that is taken back stays an item: the learner still holds what she was given, and sees that it was taken back.
struct RecordOnCredential: Reaction {
    /// The projection's name among the readers of topics.
    static let consumer = "wallet.record"

    func react(to events: [Delivered<CredentialEvent>], in transaction: borrowing Transaction) throws {
        try Self.record(events.map(\.event), in: transaction)
    }

    /// Makes items of what is new and changes the others; tells of the new ones alone.
    static func record(_ events: [CredentialEvent], in transaction: borrowing Transaction) throws {
        for slice in Newest.slices(of: events) {
            let arrived = slice.map { event in
                let claims = Self.claims(in: event.state.document)
                return ArrivedCredential(
                    event: event, name: claims?.name, awardedAt: claims?.awarded.flatMap { WallTime(rfc3339: $0) })
            }
            let accepted = try transaction.accept(arrived)
            try transaction.update(arrived)
            try transaction.publish(accepted)
        }
    }

    /// What the document says; nil when it can't be read.
    private static func claims(in document: String) -> CredentialClaims? {
        // A document that is no JSON is kept as it came: its checks say what is wrong with it.
        guard let json = try? JSON(parsing: Array(document.utf8)) else { return nil }
        return CredentialClaims(json)
    }
}
