import Chassis
import Events
import HTTP
import Postgres

/// Lists of a batch to keep as files: what is wrong with its rows, and which of them were not issued.
struct BatchFileRoutes: Sendable {
    /// How many rows are read at a time.
    static let slice = 500

    let database: Database

    func add(to group: RouterGroup<ServiceContext>) {
        group.get("/batches/{id}/wrong-rows.csv") { _, context in try await self.wrong(context) }
        group.get("/batches/{id}/not-issued.csv") { _, context in try await self.notIssued(context) }
    }

    private func wrong(_ context: ServiceContext) async throws -> HTTPResponse {
        let (batch, scope) = try await self.batch(context)
        return .csv(named: "what-is-wrong", columns: ["line", "column", "value", "problem"]) { after in
            let faults = try await self.database.transaction(as: scope) { tx in try tx.faults(of: batch.id, after: after, limit: Self.slice)
            }
            guard let last = faults.last?.line else { return nil }
            return (faults.map { ["\($0.line)", $0.column ?? "", $0.value ?? "", $0.sentence] }, last)
        }
    }

    private func notIssued(_ context: ServiceContext) async throws -> HTTPResponse {
        let (batch, scope) = try await self.batch(context)
        let college = CollegeID(try context.visitor.staff().college)
        return .csv(named: "not-issued", columns: ["line", "problem"]) { after in
            let rows = try await self.database.transaction(as: scope) { tx in
                try tx.failedRows(of: batch.id, college: college, after: after, limit: Self.slice)
            }
            guard let last = rows.last?.line else { return nil }
            return (rows.map { ["\($0.line)", $0.reason] }, last)
        }
    }

    private func batch(_ context: ServiceContext) async throws -> (Batch, Scope) {
        _ = try context.visitor.staff(with: "credential.issue")
        let (id, scope) = (try BatchPageRoutes.id(context), context.visitor.databaseScope)
        guard let batch = try await self.database.transaction(as: scope, { tx in try tx.batch(id) }) else { throw Problem(.unknownBatch) }
        return (batch, scope)
    }
}
