import CloudEvents
import Messaging
import Postgres

/// What a rule found.
struct DoubleCount: Sendable {
    /// Reasons looked at.
    let reasons: Int
    /// Those with more than one effect.
    let doubles: Int
    /// The effects of the first of them, by id.
    let effects: [[UUIDValue]]

    /// How many are told by their effects; the rest is counted.
    static let effectsKept = 100
}

extension Transaction {
    /// Credentials that hold, by what one row of a file says.
    borrowing func doublesByRow() throws -> DoubleCount {
        let all = try self.query(
            """
            SELECT count(DISTINCT (college, person, achievement, completed_on)) FROM credential WHERE state <> 'revoked'
            """)
        let twice = try self.query(
            """
            SELECT count(*) OVER (), array_agg(id ORDER BY id) FROM credential WHERE state <> 'revoked'
            GROUP BY college, person, achievement, completed_on HAVING count(*) > 1 ORDER BY 2 LIMIT \(DoubleCount.effectsKept)
            """)
        return try Self.count(all, twice)
    }

    /// Credentials that hold, by the key of the request that asked for them.
    borrowing func doublesByKey() throws -> DoubleCount {
        let all = try self.query("SELECT count(DISTINCT (college, key)) FROM idempotency_key")
        let twice = try self.query(
            """
            SELECT count(*) OVER (), array_agg(DISTINCT credential.id) FROM idempotency_key
            JOIN credential ON credential.college = idempotency_key.college AND credential.id = idempotency_key.credential
              AND credential.state <> 'revoked'
            GROUP BY idempotency_key.college, idempotency_key.key HAVING count(DISTINCT credential.id) > 1
            ORDER BY 2 LIMIT \(DoubleCount.effectsKept)
            """)
        return try Self.count(all, twice)
    }

    /// Credentials that hold, by the order of the award; and those that were stacked though no order knows them.
    borrowing func doublesByAward() throws -> DoubleCount {
        let all = try self.query("SELECT count(*) FROM award_order")
        let twice = try self.query(
            """
            WITH twice AS (
              SELECT array_agg(DISTINCT credential.id) AS effects FROM award_order
              JOIN credential ON credential.college = award_order.college AND credential.id = award_order.credential
                AND credential.state <> 'revoked'
              WHERE award_order.closed_at IS NULL
              GROUP BY award_order.college, award_order.person, award_order.pathway, award_order.achievement
              HAVING count(DISTINCT credential.id) > 1
              UNION ALL
              SELECT ARRAY[credential.id] FROM credential
              WHERE credential.state <> 'revoked' AND cardinality(credential.earned_by) > 0 AND NOT EXISTS (
                SELECT FROM award_order WHERE award_order.college = credential.college AND award_order.credential = credential.id))
            SELECT count(*) OVER (), effects FROM twice ORDER BY 2 LIMIT \(DoubleCount.effectsKept)
            """)
        return try Self.count(all, twice)
    }

    private static func count(_ all: Rows, _ twice: Rows) throws -> DoubleCount {
        let rows = try twice.decode((Int, [UUIDValue]).self)
        return DoubleCount(reasons: try all.first?.decode(Int.self) ?? 0, doubles: rows.first?.0 ?? 0, effects: rows.map(\.1))
    }
}
