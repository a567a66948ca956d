import Chassis
import CloudEvents
import Crypto
import EventStack
import Events
import HTTP
import JSON
import Messaging
import Observability
import Postgres
import TestSupport

@testable import cairn_verifier

/// A verifier over a projection that a test fills itself, with no broker.
struct FilledVerifier: Sendable {
    let database: TestDatabase
    let http: Database
    let events: Database
    let service: VerifierService

    static let origin = "http://localhost:8080"

    private static func signer() throws -> TokenSigner {
        let key = try Curve25519.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: 5, count: 32))
        return TokenSigner(key: key, keyID: "s", issuer: Self.origin, type: ServiceEnvironment.sessionType)
    }

    private static func sessions() throws -> TokenVerifier {
        TokenVerifier(
            keys: try KeySet([Self.signer().verificationKey]), issuer: Self.origin, audience: ServiceEnvironment.audience,
            type: ServiceEnvironment.sessionType)
    }

    /// The cookie of somebody who is signed in, by the name that her session says.
    static func cookie(of visitor: Visitor, called name: String? = nil) throws -> String {
        var claims = visitor.claims
        if let name { claims[Visitor.nameClaim] = .string(name) }
        let token = try Self.signer().token(claiming: claims, audience: ServiceEnvironment.audience, from: .now(), for: .seconds(600))
        return "\(SessionCookie.name)=\(token)"
    }

    /// Gives a test a verifier of its own whose catalogue was read to its end just now.
    static func with(
        _ colleges: [TestCollege] = [], isDemo: Bool = false, now: @escaping @Sendable () -> WallTime = WallTime.now,
        _ body: (FilledVerifier) async throws -> Void
    ) async throws {
        try await withTestDatabase(EventStack.template(.verifier)) { database in
            let http = EventStack.pool(database, "verifier_http", schema: "verifier")
            let events = EventStack.pool(database, "verifier_events", schema: "verifier")
            let service = try VerifierService(
                database: http, registry: MetricsRegistry(), catalogueAge: .seconds(3_600), origin: Self.origin, isDemo: isDemo,
                sessions: try Self.sessions(), now: now)
            let verifier = FilledVerifier(database: database, http: http, events: events, service: service)
            try await verifier.keep(
                issuers: colleges.map { $0.issuer() }, lists: colleges.map { $0.list() }, achievements: colleges.map { $0.achievement() })
            try await verifier.noteCaughtUp("clock_timestamp()")
            let result: Result<Void, any Error>
            do { result = .success(try await body(verifier)) } catch { result = .failure(error) }
            await http.stop()
            await events.stop()
            try result.get()
        }
    }

    func keep(issuers: [IssuerEvent] = [], lists: [StatusListEvent] = [], achievements: [AchievementEvent] = []) async throws {
        try await self.events.transaction { transaction in
            try transaction.keep(issuers: issuers)
            try transaction.keep(statusLists: lists)
            try transaction.keep(achievements: achievements)
        }
    }

    /// Two partitions, of which the second one's time is given as SQL.
    func noteCaughtUp(_ sql: String) async throws {
        try await self.database.execute(
            """
            INSERT INTO verifier.inbox (consumer, topic, partition, next_offset, began_at, log_id, caught_up_at)
            VALUES ('verifier.catalogue', '\(Topic.catalogue)', 0, 0, 0, 'log', clock_timestamp()),
                ('verifier.catalogue', '\(Topic.catalogue)', 1, 0, 0, 'log', \(sql))
            ON CONFLICT (consumer, topic, partition) DO UPDATE SET caught_up_at = excluded.caught_up_at
            """)
    }

    var client: HTTPTestClient {
        .router(self.service.routes.responder(logger: Logger(label: "test", handler: NoLog())))
    }

    func post(_ bytes: [UInt8], query: String = "", type: String? = "application/vc") async throws -> ReceivedResponse {
        var headers = HTTPFields()
        if let type { headers[.contentType] = type }
        return try await self.client.execute("/verifier/api/v1/verifications\(query)", method: .post, headers: headers, body: bytes)
    }

    /// The answer to a document that gets a verdict.
    func verdict(_ document: JSON, query: String = "") async throws -> Answer {
        Answer(try JSON(parsing: try await self.post(document.bytes(), query: query).body))
    }
}

/// A verdict as the API gives it.
struct Answer {
    let json: JSON

    init(_ json: JSON) { self.json = json }

    var overall: String? { self.json["overall"]?.string }
    var headline: String? { self.json["headline"]?.string }
    var checks: [JSON] { (self.json["steps"]?.array ?? []).flatMap { $0["checks"]?.array ?? [] } }
    var failed: [String] { self.checks.filter { $0["outcome"]?.string == "failed" }.compactMap { $0["code"]?.string } }

    /// `passed`, or outcome and reason: `not-checked list-too-old`.
    func outcome(of code: String) -> String? {
        self.checks.first { $0["code"]?.string == code }.map { check in
            [check["outcome"]?.string, check["reason"]?["code"]?.string].compactMap { $0 }.joined(separator: " ")
        }
    }
}
