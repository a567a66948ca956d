import Chassis
import Observability
import Postgres

extension Transaction {
    /// When all partitions of the catalogue had last been read to their end; nil when that has never been.
    borrowing func catalogueReadAt() throws(PostgresError) -> WallTime? {
        let rows = try self.query(
            """
            SELECT CASE WHEN count(*) = count(caught_up_at) THEN min(caught_up_at) END
            FROM inbox WHERE consumer = \(KeepOnCatalogue.consumer)
            """)
        return try rows.first?.decode(WallTime?.self) ?? nil
    }
}

extension HealthCheck {
    /// Whether the catalogue is fresh enough to judge a status by.
    static func catalogue(
        _ database: Database, within limit: Duration, metrics: VerifierMetrics, now: @escaping @Sendable () -> WallTime
    ) -> HealthCheck {
        HealthCheck("catalogue") {
            let readAt: WallTime?
            do {
                let options = TransactionOptions(isReadOnly: true, deadline: .seconds(1))
                readAt = try await database.transaction(with: options) { try $0.catalogueReadAt() }
            } catch {
                return "it is not known when the catalogue was read: \(error)"
            }
            guard let readAt else { return "the catalogue has never been read to its end; issuers and status lists may be missing" }
            let now = now()
            metrics.catalogueAge.set(Double(now.microseconds - readAt.microseconds) / 1e6)
            guard readAt + limit < now else { return nil }
            return "the catalogue was last read to its end at \(readAt), more than \(limit) ago: no credential's status can be checked"
        }
    }
}
