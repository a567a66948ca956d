import Postgres
import TestSupport

/// Gives a test a `Database` over a database of its own.
@discardableResult
func withDatabase<Result: Sendable>(
    _ template: TestTemplate = .empty, size: Int = 1, adjusting adjust: (inout DatabaseSettings) -> Void = { _ in },
    _ body: (Database, TestDatabase) async throws -> Result
) async throws -> Result {
    try await withTestDatabase(template) { test in
        var settings = DatabaseSettings(name: "test")
        settings.size = size
        settings.connectTimeout = .seconds(60)  // a machine that runs all tests at once is slow
        adjust(&settings)
        let address = try test.connectionString
        let database = Database(settings, chance: { 0 }, address: { address })
        let result: Result
        do {
            result = try await body(database, test)
        } catch {
            await database.stop()
            throw error
        }
        await database.stop()
        return result
    }
}

/// An identifier, as the modules above have them.
struct PersonID: SQLUUID, Equatable {
    let uuid: UInt128
}
