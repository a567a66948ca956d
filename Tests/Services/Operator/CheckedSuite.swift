import CloudEvents
import Events
import JSON
import Messaging
import Observability
import Postgres
import TestSupport

@testable import cairn

/// Two services' schemas with a little in them, all of it delivered: what a check should find nothing wrong with.
struct CheckedSuite: Sendable {
    static let services = ["issuer", "verifier"].compactMap(SuiteService.named)
    static let template = TestTemplate("checked_suite", roles: Self.services.flatMap { [$0.owner] + $0.logins }) { sql in
        try await MigratingSuite(
            programs: .besideThis(), services: Self.services, passwords: .none, ownerAddress: try sql.connectionString, tell: { _ in }
        ).run()
    }

    let sql: TestDatabase
    let folder: String
    let achievements: [AchievementEvent]

    /// Gives a test a database where three achievements were published and read.
    static func with(_ body: (CheckedSuite) async throws -> Void) async throws {
        try await withTestDatabase(Self.template) { sql in
            let achievements = (1...3).map { number in
                AchievementEvent(
                    .published,
                    AchievementState(
                        achievement: AchievementID(UUIDValue(high: 7, low: UInt64(number))), college: CollegeID(7),
                        issuer: IssuerID(UUIDValue(high: 8, low: 8)), edition: 1, state: .published, kind: "MicroCredential",
                        name: "Welding, level \(number)", description: "Joins steel.", criteria: "Sound seams.", skills: []),
                    version: 1, at: WallTime(microseconds: 1_700_000_000_000_000))
            }
            let suite = CheckedSuite(sql: sql, folder: try TestFolder.new(), achievements: achievements)
            try await suite.publish(achievements)
            for event in achievements { try await suite.deliver(event) }
            let addresses = Dictionary(uniqueKeysWithValues: Self.services.map { ($0.name, sql.connectionString(as: $0.checkLogin)) })
            let json = JSON.object(JSONObject(dictionary: addresses))
            try PrivateFile.write(json.description, to: suite.addresses)
            try await body(suite)
        }
    }

    /// Where the addresses for a check stand.
    var addresses: String { "\(self.folder)/check.json" }

    /// A call of the program over this suite.
    func check(patience: String = "0s") async -> CairnCall {
        await CairnCall.run(["check", "--check-addresses", self.addresses, "--patience", patience])
    }

    /// Writes events to the issuer's outbox.
    func publish(_ events: [AchievementEvent]) async throws {
        var settings = DatabaseSettings(name: "test")
        settings.size = 1
        settings.session = ["search_path": "issuer"]
        let address = self.sql.connectionString(as: "issuer_http")
        let database = Database(settings) { address }
        try await database.transaction { try $0.publish(events) }
        await database.stop()
    }

    /// Does what the readers of the catalogue do with an event.
    func deliver(_ event: AchievementEvent) async throws {
        let id = event.subject
        try await self.sql.execute(
            """
            INSERT INTO verifier.inbox_version VALUES ('verifier.catalogue', 'cairn.catalogue.v1', '\(id)', 7, \(event.version), '\(id)')
            ON CONFLICT (consumer, topic, subject) DO UPDATE SET version = excluded.version;
            INSERT INTO issuer.inbox_version VALUES ('issuer.catalogue', 'cairn.catalogue.v1', '\(id)', 7, \(event.version), '\(id)')
            ON CONFLICT (consumer, topic, subject) DO UPDATE SET version = excluded.version;
            INSERT INTO verifier.achievement VALUES ('\(id)', 7, '\(event.state.issuer)', 1, 'published', 'MicroCredential',
                '\(event.state.name)', \(event.version), now())
            ON CONFLICT (id) DO UPDATE SET version = excluded.version, name = excluded.name;
            """)
    }
}

extension JSONObject {
    fileprivate init(dictionary: [String: String]) {
        self.init()
        for (name, value) in dictionary { self.append(name, .string(value)) }
    }
}
