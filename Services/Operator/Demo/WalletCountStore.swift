import CloudEvents
import Postgres

/// How much wallets of a college hold.
struct WalletCount: Sendable, Equatable {
    /// Learners with at least one item.
    let people: Int
    /// Items by the id of their achievement, whatever became of them.
    let items: [String: Int]
}

extension Transaction {
    /// Counts wallets as the login that may only look.
    borrowing func walletCount(college: Int32) throws -> WalletCount {
        let people = try self.query("SELECT count(DISTINCT person) FROM item WHERE college = \(college)")
        let items = try self.query("SELECT achievement, count(*) FROM item WHERE college = \(college) GROUP BY achievement")
        return WalletCount(
            people: try people.first?.decode(Int.self) ?? 0,
            items: Dictionary(try items.decode((UUIDValue, Int).self).map { ($0.description, $1) }) { first, _ in first })
    }
}
