import Chassis
import CloudEvents
import Crypto
import Events
import HTTP
import JSON
import Messaging
import Observability
import Postgres
import TestSupport

@testable import cairn_issuer

/// An issuer with two open colleges over a database of its own, and somebody who signs tokens for it.
struct IssuerStory: Sendable {
    static let origin = "https://cairn.test"
    static let roles = ["issuer_http", "issuer_events", "issuer_check"]
    static let masterKey = "k1:" + String(repeating: "0b", count: 32)

    let sql: TestDatabase
    let http: Database
    let events: Database
    let client: HTTPTestClient
    let routes: [RouteDescription]
    let failpoints: Failpoints
    private let signer: TokenSigner

    /// Whoever signs tokens for tests.
    static func makeSigner() throws -> TokenSigner {
        let key = try Curve25519.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: 7, count: 32))
        return TokenSigner(key: key, keyID: "t", issuer: Self.origin, type: ServiceEnvironment.tokenType)
    }

    /// The schema as migrations make it, with both colleges open.
    static let template = TestTemplate("issuer", roles: Self.roles) { sql in
        try await sql.execute(
            """
            DO $$ BEGIN CREATE ROLE issuer_owner NOLOGIN;
            EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$
            """)
        let address = try sql.connectionString
        let owner = Database(DatabaseSettings(name: "migrate")) { address }
        try await ServiceSchema.issuer.migrate(owner)
        await owner.stop()
        let events = Self.database(sql, "issuer_events")
        let opening = OpeningCollege(
            database: events, masterKeys: try MasterKeys(Self.masterKey), site: Site(origin: Self.origin), random: SystemRandom(),
            now: { WallTime.now() })
        try await opening.open(CollegeID(1), name: "North Valley College")
        try await opening.open(CollegeID(2), name: "South Coast College")
        await events.stop()
    }

    /// Runs a test with an issuer of its own.
    static func run(_ body: (IssuerStory) async throws -> Void) async throws {
        try await withTestDatabase(Self.template) { sql in
            let story = try IssuerStory(sql)
            let result: Result<Void, any Error>
            do { result = .success(try await body(story)) } catch { result = .failure(error) }
            await story.http.stop()
            await story.events.stop()
            try result.get()
        }
    }

    private init(_ sql: TestDatabase) throws {
        self.sql = sql
        self.http = Self.database(sql, "issuer_http")
        self.events = Self.database(sql, "issuer_events")
        let logger = Logger(label: "issuer", level: .error, handler: JSONLogHandler())
        self.failpoints = try Failpoints("", logger: logger)
        self.signer = try Self.makeSigner()
        let keys = try KeySet([self.signer.verificationKey])
        func verifier(_ type: String) -> TokenVerifier {
            TokenVerifier(keys: keys, issuer: Self.origin, audience: ServiceEnvironment.audience, type: type)
        }
        let middleware = StandardMiddleware(
            registry: MetricsRegistry(), tokens: verifier(ServiceEnvironment.tokenType), sessions: verifier(ServiceEnvironment.sessionType),
            origin: Self.origin, random: { SystemRandom().bytes(count: $0) }, now: { WallTime.now() })
        let parts = try IssuerParts(
            database: self.http, masterKeys: try MasterKeys(Self.masterKey), site: Site(origin: Self.origin), failpoints: self.failpoints,
            random: SystemRandom(), now: { WallTime.now() })
        let router = parts.router(middleware)
        self.routes = router.routes
        self.client = .router(router.buildResponder(logger: logger, errors: .problems(logger: logger)))
    }

    static func database(_ sql: TestDatabase, _ role: String) -> Database {
        var settings = DatabaseSettings(name: role)
        settings.size = 2  // many tests run side by side, and the server takes a hundred sessions
        settings.session = ["search_path": "issuer"]
        let address = sql.connectionString(as: role)
        return Database(settings) { address }
    }

    /// Staff with every scope of this slice, or with these.
    static func staff(
        _ college: Int32 = 1, _ scopes: Set<String> = ["achievement.publish", "campus.write", "credential.issue", "credential.revoke"],
        campuses: Set<UUIDValue> = []
    ) -> Visitor {
        .staff(Visitor.Staff(college: college, campuses: campuses, scopes: scopes))
    }

    /// The fields by which a visitor is known.
    func fields(_ visitor: Visitor) throws -> HTTPFields {
        if visitor == .anonymous { return [.origin: Self.origin] }
        let token = self.signer.token(claiming: visitor.claims, audience: "cairn", from: WallTime.now(), for: .seconds(600))
        return [.authorization: "Bearer \(token)"]
    }

    func send(
        _ method: HTTPMethod, _ path: String, as visitor: Visitor = IssuerStory.staff(), _ body: JSON? = nil, key: String? = nil
    ) async throws -> ReceivedResponse {
        var headers = try self.fields(visitor)
        if body != nil { headers[.contentType] = "application/json" }
        headers[.idempotencyKey] = key
        return try await self.client.execute(path, method: method, headers: headers, body: body?.bytes() ?? [])
    }

    /// Publishes an achievement of a college; gives its id.
    func achievement(_ college: Int32 = 1) async throws -> String {
        let body: JSON = [
            "name": "MIG welding", "description": "Welds steel.", "criteria": "Three welds that hold.",
            "alignments": [["name": "Welding", "url": "https://onet.test/4120", "framework": "onet", "code": "51-4121.00"]],
        ]
        return try await self.send(.post, "/issuer/api/v1/achievements", as: Self.staff(college), body).json["id"]?.string ?? ""
    }

    /// What somebody orders.
    static func order(_ achievement: String, student: String = "S-100", day: String = "2026-05-30") -> JSON {
        ["student": .string(student), "name": "Ada", "achievement": .string(achievement), "completedOn": .string(day)]
    }

    func issue(_ order: JSON, key: String, as visitor: Visitor = IssuerStory.staff()) async throws -> ReceivedResponse {
        try await self.send(.post, "/issuer/api/v1/credentials", as: visitor, order, key: key)
    }
}

extension ReceivedResponse {
    /// The body as JSON; null when it is none: then it has no member, and fails the expectation that looks for one.
    var json: JSON {
        // The reason stands above.
        (try? JSON(parsing: self.body)) ?? .null
    }

    /// The code of a problem.
    var code: String? { self.json["code"]?.string }
}
