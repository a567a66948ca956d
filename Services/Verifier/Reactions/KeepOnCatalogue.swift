import CloudEvents
import Events
import Messaging
import Postgres

/// Keeps what the catalogue says of issuers, status lists and achievements. Pathways are of no use to a verifier.
struct KeepOnCatalogue: Reaction {
    /// The projection's name among the readers of topics.
    static let consumer = "verifier.catalogue"
    /// Rows that one INSERT takes.
    static let rows = 500

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
        for slice in Self.slices(of: issuers) { try transaction.keep(issuers: slice) }
        for slice in Self.slices(of: lists) { try transaction.keep(statusLists: slice) }
        for slice in Self.slices(of: achievements) { try transaction.keep(achievements: slice) }
    }

    /// The newest of each subject, since one statement can change a row only once, in order of their ids, so that two slices cannot wait for each other.
    static func slices<State>(of events: [StateEvent<State>]) -> [[StateEvent<State>]] {
        var newest: [UUIDValue: StateEvent<State>] = [:]
        for event in events where newest[event.subject].map({ $0.version < event.version }) ?? true { newest[event.subject] = event }
        let sorted = newest.values.sorted { $0.subject < $1.subject }
        return stride(from: 0, to: sorted.count, by: Self.rows).map { Array(sorted[$0..<min($0 + Self.rows, sorted.count)]) }
    }
}
