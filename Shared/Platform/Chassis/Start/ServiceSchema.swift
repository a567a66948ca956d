import Configuration
public import Messaging
public import Postgres

/// A service's part of the database: a schema of its name, which its migrations alone make.
public struct ServiceSchema: Sendable {
    /// The service's name: its schema's, and what it is called among writers and readers of topics.
    public let name: String
    private let topicsFile: [UInt8]
    private let own: [Migration]

    /// A schema by its service's name, with the file `topics.yaml` and the service's own migrations, which begin at number 3: what carries
    /// events and what knows visitors come before them.
    public init(_ name: String, topics: [UInt8], migrations: KeyValuePairs<String, [UInt8]>) {
        self.name = name
        self.topicsFile = topics
        self.own = migrations.map { Migration(name: $0.key, text: String(decoding: $0.value, as: UTF8.self)) }
    }

    /// The role that owns what is made. Nobody logs in as it.
    public var owner: String { "\(self.name)_owner" }

    /// Every migration, in order.
    public var migrations: [Migration] {
        [
            Migration(name: "0001-messaging.sql", text: MessagingMigration.sql),
            Migration(name: "0002-visitors.sql", text: String(decoding: PackageResources.visitors_sql, as: UTF8.self)),
        ] + self.own
    }

    /// Every topic of the suite, as the file that is compiled in declares them.
    public var topics: [TopicDeclaration] {
        get throws { try TopicsFile(parsing: self.topicsFile).topics }
    }

    /// Brings the schema up to date and declares the topics that the service writes to; gives the names of the migrations that were applied.
    ///
    /// `database` logs in as one who may take the owner's role. The service's three logins are there already.
    @discardableResult
    public func migrate(_ database: Database) async throws -> [String] {
        guard let schema = SQLIdentifier(self.name), let owner = SQLIdentifier(self.owner) else {
            preconditionFailure("a service's name is one of lower-case letters")
        }
        let names = try await Migrator(database, schema: schema, owner: owner, migrations: self.migrations).run()
        let topics = try self.topics.filter { $0.writers.contains(self.name) }.map(\.topic)
        if topics.isEmpty { return names }
        try await database.transaction { tx in
            try tx.execute("SET LOCAL ROLE \(owner)")
            try tx.execute("SET LOCAL search_path = \(schema)")
            try tx.declare(topics: topics)
        }
        return names
    }
}
