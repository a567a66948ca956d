import CloudEvents
import Postgres

/// What must have had its effect once: each rule says how to find what had it twice.
struct DoubleRule: Sendable {
    /// Whose schema it looks at.
    let service: String
    /// What it looks at, in words.
    let what: String
    /// Looks: how many reasons there are, and the effects of those that have several.
    let look: @Sendable (borrowing Transaction) throws -> DoubleCount

    /// All of them. A new kind of reason to issue gets its rule here.
    static let all = [
        DoubleRule(service: "issuer", what: "credentials that hold, by learner, achievement and day") { try $0.doublesByRow() },
        DoubleRule(service: "issuer", what: "requests with a key of their own") { try $0.doublesByKey() },
        DoubleRule(service: "issuer", what: "awards that pathways led to") { try $0.doublesByAward() },
    ]

    /// Looks, and puts what it finds into a report.
    func apply(to report: inout CheckReport, from database: Database) async throws {
        let found = try await database.transaction(with: .snapshot) { try self.look($0) }
        report.counts.append(.init(place: self.service, what: self.what, number: found.reasons))
        let findings = found.effects.map {
            CheckFinding(.double, at: self.service, "\(self.what): \($0.map(\.description).joined(separator: " and "))")
        }
        report.add(.double, number: found.doubles, findings: findings)
    }
}
