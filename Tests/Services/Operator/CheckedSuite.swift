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
            let achievements = (1...3).map { Self.achievement($0) }
            let suite = CheckedSuite(sql: sql, folder: try TestFolder.new(), achievements: achievements)
            try await suite.publish(achievements)
            try await suite.deliver()
            let addresses = Dictionary(uniqueKeysWithValues: Self.services.map { ($0.name, sql.connectionString(as: $0.checkLogin)) })
            let json = JSON.object(JSONObject(dictionary: addresses))
            try PrivateFile.write(json.description, to: suite.addresses)
            try await body(suite)
        }
    }

    /// The publishing of an achievement.
    static func achievement(_ number: UInt64) -> AchievementEvent {
        AchievementEvent(
            .published,
            AchievementState(
                achievement: AchievementID(UUIDValue(high: 7, low: number)), college: CollegeID(7),
                issuer: IssuerID(UUIDValue(high: 8, low: 8)), edition: 1, state: .published, kind: "MicroCredential",
                name: "Welding, level \(number)", description: "Joins steel.", criteria: "Sound seams.", skills: []),
            version: 1, at: WallTime(microseconds: 1_700_000_000_000_000))
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

    /// Does what the readers of the catalogue do with all that was written.
    func deliver() async throws {
        let newest =
            "(SELECT DISTINCT ON (subject) *, convert_from(data, 'UTF8')::jsonb AS said FROM issuer.outbox ORDER BY subject, version DESC)"
        let readers = Self.services.map { service in
            """
            INSERT INTO \(service.name).inbox_version
            SELECT '\(service.name).catalogue', topic, subject, college, version, event_id FROM \(newest) AS event
            ON CONFLICT (consumer, topic, subject) DO UPDATE SET version = excluded.version;
            """
        }.joined()
        try await self.sql.execute(
            """
            \(readers)
            INSERT INTO verifier.achievement
            SELECT subject, college, (said ->> 'issuer')::uuid, (said ->> 'edition')::int, said ->> 'state', said ->> 'kind', said ->> 'name',
                version, now() FROM \(newest) AS event
            ON CONFLICT (id) DO UPDATE SET version = excluded.version, name = excluded.name, state = excluded.state;
            """)
    }
}

extension JSONObject {
    fileprivate init(dictionary: [String: String]) {
        self.init()
        for (name, value) in dictionary { self.append(name, .string(value)) }
    }
}
