import Chassis
import CloudEvents
import Configuration
import Messaging
import Postgres

/// The issuer's part of the database: its schema `issuer`, made by these migrations and by nothing else.
enum IssuerSchema {
    /// Also the service's name among writers and readers of topics.
    static let name = "issuer"

    /// Every migration, in order.
    static let migrations = [
        Migration(name: "0001-messaging.sql", text: MessagingMigration.sql),
        Migration(name: "0002-issuer.sql", text: String(decoding: PackageResources._002_issuer_sql, as: UTF8.self)),
        Migration(name: "0003-wall.sql", text: String(decoding: PackageResources._003_wall_sql, as: UTF8.self)),
    ]

    /// Every topic of the suite, as the file that is compiled in declares them.
    static var topics: [TopicDeclaration] {
        get throws(YAMLError) { try TopicsFile(parsing: PackageResources.topics_yaml).topics }
    }

    /// Brings the schema up to date and declares the topics that this service writes to. `database` logs in as one who may be `issuer_owner`.
    @discardableResult
    static func migrate(_ database: Database) async throws -> [String] {
        guard let schema = SQLIdentifier(Self.name), let owner = SQLIdentifier("issuer_owner") else {
            preconditionFailure("both are names of lower-case letters")
        }
        let names = try await Migrator(database, schema: schema, owner: owner, migrations: Self.migrations).run()
        let topics = try Self.topics.filter { $0.writers.contains(Self.name) }.map(\.topic)
        try await database.transaction { tx in
            try tx.execute("SET LOCAL ROLE issuer_owner")
            try tx.execute("SET LOCAL search_path = issuer")
            try tx.declare(topics: topics)
        }
        return names
    }
}
