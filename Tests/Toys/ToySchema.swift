package import Messaging
package import TestSupport

/// The toys' database: two schemas, each with its logins, its rows behind row-level security.
package enum ToySchema {
    package static let services = ["maker", "keeper"]

    package static let topics = [
        TopicDeclaration(topic: ThingEvent.topic, partitions: 4, writers: ["maker"], readers: ["keeper.mirror"]),
        TopicDeclaration(topic: EchoEvent.topic, partitions: 2, writers: ["keeper"], readers: ["maker.heard"]),
    ]

    /// A database with both schemas and nothing in them.
    package static let template = TestTemplate("toys", roles: roles) { try await Self.make(in: $0) }

    /// The logins of both.
    package static let roles = services.flatMap { ["\($0)_http", "\($0)_events", "\($0)_check"] }

    /// Makes both schemas in a database whose server has the logins.
    package static func make(in database: TestDatabase) async throws {
        for service in Self.services {
            try await database.execute(
                """
                CREATE SCHEMA \(service);
                SET search_path = \(service);
                \(MessagingMigration.sql)
                INSERT INTO topic SELECT unnest(ARRAY[\(Self.topics.filter { $0.writers.contains(service) }.map { "'\($0.topic)'" }.joined(separator: ","))]);
                \(service == "maker" ? Self.maker : Self.keeper)
                """)
        }
    }

    private static let maker = """
        CREATE TABLE thing (college int NOT NULL, id uuid NOT NULL, person uuid NOT NULL, version bigint NOT NULL, value bigint NOT NULL,
            PRIMARY KEY (college, id));
        GRANT SELECT, INSERT, UPDATE ON thing TO maker_http;
        CREATE TABLE heard (college int NOT NULL, subject uuid NOT NULL, value bigint NOT NULL, PRIMARY KEY (college, subject));
        GRANT SELECT, INSERT, UPDATE ON heard TO maker_events;
        """

    private static let keeper = """
        CREATE TABLE mirror (college int NOT NULL, subject uuid NOT NULL, version bigint NOT NULL, value bigint NOT NULL,
            effects bigint NOT NULL, echo bigint NOT NULL, PRIMARY KEY (college, subject));
        GRANT SELECT, INSERT, UPDATE ON mirror TO keeper_events;
        ALTER TABLE mirror ENABLE ROW LEVEL SECURITY;
        ALTER TABLE mirror FORCE ROW LEVEL SECURITY;
        CREATE POLICY events ON mirror TO keeper_events
            USING (college = ANY (current_setting('cairn.colleges', true)::int[]))
            WITH CHECK (college = ANY (current_setting('cairn.colleges', true)::int[]));
        """
}
