import Chassis
import Configuration
import Messaging
import Postgres

/// The verifier's part of the database: its schema `verifier`, made by these migrations and by nothing else.
enum VerifierSchema {
    /// Also the service's name among readers of topics. It writes to none.
    static let name = "verifier"
    /// The role that owns what is made.
    static let owner = "verifier_owner"

    /// Every migration, in order.
    static let migrations = [
        Migration(name: "0001-messaging.sql", text: MessagingMigration.sql),
        Migration(name: "0002-verifier.sql", text: String(decoding: PackageResources._002_verifier_sql, as: UTF8.self)),
    ]

    /// Every topic of the suite, as the file that is compiled in declares them.
    static var topics: [TopicDeclaration] {
        get throws(YAMLError) { try TopicsFile(parsing: PackageResources.topics_yaml).topics }
    }

    /// Brings the schema up to date; gives the names of what was applied. `database` logs in as one who may be the owner.
    @discardableResult
    static func migrate(_ database: Database) async throws -> [String] {
        guard let schema = SQLIdentifier(Self.name), let owner = SQLIdentifier(Self.owner) else {
            preconditionFailure("both are names that PostgreSQL takes")
        }
        return try await Migrator(database, schema: schema, owner: owner, migrations: Self.migrations).run()
    }
}
