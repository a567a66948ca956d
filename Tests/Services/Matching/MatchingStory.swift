import Chassis
import CloudEvents
import Crypto
import EventStack
import Events
import HTTP
import JSON
import Observability
import Postgres
import TestSupport

@testable import cairn_matching

/// A matching service over a projection that a test fills itself, with no broker.
struct MatchingStory: Sendable {
    static let origin = "https://cairn.test"
    static let employer = UUIDValue(high: 7, low: 7)
    static let rival = UUIDValue(high: 8, low: 8)
    static let day = WallTime.now()

    let sql: TestDatabase
    let http: Database
    let events: Database
    let client: HTTPTestClient
    let routes: [RouteDescription]

    static func run(_ body: (MatchingStory) async throws -> Void) async throws {
        try await withTestDatabase(EventStack.template(.matching)) { sql in
            let http = EventStack.pool(sql, "matching_http", schema: "matching")
            let events = EventStack.pool(sql, "matching_events", schema: "matching")
            let result: Result<Void, any Error>
            do {
                let story = try MatchingStory(sql, http: http, events: events)
                try await story.noteCaughtUp("clock_timestamp()")
                result = .success(try await body(story))
            } catch { result = .failure(error) }
            await http.stop()
            await events.stop()
            try result.get()
        }
    }

    private init(_ sql: TestDatabase, http: Database, events: Database) throws {
        (self.sql, self.http, self.events) = (sql, http, events)
        let keys = try KeySet([Self.signer().verificationKey])
        func verifier(_ type: String) -> TokenVerifier {
            TokenVerifier(keys: keys, issuer: Self.origin, audience: ServiceEnvironment.audience, type: type)
        }
        let middleware = StandardMiddleware(
            registry: MetricsRegistry(), tokens: verifier(ServiceEnvironment.tokenType), sessions: verifier(ServiceEnvironment.sessionType),
            origin: Self.origin, random: { SystemRandom().bytes(count: $0) }, now: { WallTime.now() })
        let parts = try MatchingParts(database: http, random: SystemRandom(), now: { WallTime.now() })
        let router = parts.router(middleware)
        let logger = Logger(label: "matching", level: .error, handler: JSONLogHandler())
        self.routes = router.routes
        self.client = .router(router.buildResponder(logger: logger, errors: .pages(parts.pages, logger: logger)))
    }

    private static func signer() throws -> TokenSigner {
        let key = try Curve25519.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: 3, count: 32))
        return TokenSigner(key: key, keyID: "t", issuer: Self.origin, type: ServiceEnvironment.tokenType)
    }

    static func employer(_ id: UUIDValue = Self.employer, _ scopes: Set<String> = ["role.post", "match.read"]) -> Visitor {
        .employer(id, scopes: scopes)
    }

    func fields(_ visitor: Visitor) throws -> HTTPFields {
        if visitor == .anonymous { return [.origin: Self.origin] }
        let token = try Self.signer().token(claiming: visitor.claims, audience: "cairn", from: WallTime.now(), for: .seconds(600))
        return [.authorization: "Bearer \(token)"]
    }

    func send(
        _ method: HTTPMethod, _ path: String, as visitor: Visitor = Self.employer(), _ body: JSON? = nil, accept: String? = nil
    ) async throws -> ReceivedResponse {
        var headers = try self.fields(visitor)
        if body != nil { headers[.contentType] = "application/json" }
        headers[.accept] = accept
        return try await self.client.execute(path, method: method, headers: headers, body: body?.bytes() ?? [])
    }

    /// Posts a role that takes these skills, each of the given importance; gives its id.
    func role(
        _ skills: [(code: String, importance: Int, isMust: Bool)], code: String? = nil, as visitor: Visitor = Self.employer()
    ) async throws
        -> String
    {
        let answer = try await self.send(.post, "/matching/api/v1/roles", as: visitor, Self.role(skills, code: code))
        guard let id = answer.json["id"]?.string else { throw NoRole(answer: answer.text) }
        return id
    }

    static func role(_ skills: [(code: String, importance: Int, isMust: Bool)], code: String? = nil) -> JSON {
        .object(omittingNil: [
            "code": code.map { .string($0) }, "employerName": "Harbour Works", "title": "Fitter",
            "requirements": .array(
                skills.map { skill in
                    [
                        "name": .string("Skill \(skill.code)"), "framework": "o", "code": .string(skill.code),
                        "importance": .number(JSONNumber(skill.importance)), "isMust": .bool(skill.isMust),
                    ]
                }),
        ])
    }

    struct NoRole: Error { let answer: String }

    func matches(_ role: String, as visitor: Visitor = Self.employer(), query: String = "") async throws -> JSON {
        try await self.send(.get, "/matching/api/v1/roles/\(role)/matches\(query)", as: visitor).json
    }

    /// The people of a ranking with their points, best first.
    func ranking(_ role: String, as visitor: Visitor = Self.employer()) async throws -> [String] {
        (try await self.matches(role, as: visitor)["matches"]?.array ?? []).map {
            "\($0["person"]?.string?.suffix(2) ?? "?"): \($0["points"]?.int ?? -1)"
        }
    }

    func keep(credentials: [CredentialEvent] = [], items: [ItemEvent] = [], consents: [ConsentEvent] = []) async throws {
        try await self.events.transaction(as: Scope(["cairn.visitor": "events", "cairn.colleges": "{1,2}"])) { tx in
            try tx.keep(credentials: credentials)
            try tx.keep(items: items)
            try tx.keep(consents: consents)
        }
    }

    /// All partitions of consents were read to their end at a moment, given as SQL.
    func noteCaughtUp(_ moment: String) async throws {
        try await self.sql.execute(
            """
            INSERT INTO matching.inbox (consumer, topic, partition, next_offset, began_at, log_id, caught_up_at)
            SELECT 'matching.consent', 'cairn.consent.v1', n, 0, 0, 'log', \(moment) FROM generate_series(0, 11) AS n
            ON CONFLICT (consumer, topic, partition) DO UPDATE SET caught_up_at = excluded.caught_up_at
            """)
    }
}

/// Events about learners who are known by small numbers.
enum Sample {
    static func person(_ number: UInt64) -> PersonID { PersonID(UUIDValue(high: 1, low: number)) }

    static func credential(
        _ number: UInt64, of person: UInt64, college: Int32 = 1, skills: [String], state: CredentialState.State = .active,
        version: Int64 = 1,
        until: WallTime? = nil, from: WallTime = WallTime.now() + .seconds(-3_600), level: String? = nil
    ) -> CredentialEvent {
        let state = CredentialState(
            credential: CredentialID(UUIDValue(high: 2, low: number)), college: CollegeID(college), person: Self.person(person),
            issuer: IssuerID(UUIDValue(high: 3, low: UInt64(college))),
            achievement: AchievementEdition(AchievementID(UUIDValue(high: 4, low: 1)), edition: 1), state: state, issuedAt: from,
            validFrom: from, validUntil: until, changedAt: from,
            skills: skills.map { SkillReference(framework: "o", code: $0, level: level) }, earnedBy: [], document: "{}")
        return CredentialEvent(state.state == .active ? .issued : .revoked, state, version: version, at: from)
    }

    static func consent(
        _ number: UInt64, of person: UInt64, college: Int32 = 1, to employer: UUIDValue = MatchingStory.employer,
        purpose: ConsentState.Purpose = .matching, state: ConsentState.State = .granted, what: [ConsentState.Share] = [.skills],
        items: [ItemID]? = nil, until: WallTime = WallTime.now() + .seconds(3_600), version: Int64 = 1
    ) -> ConsentEvent {
        let state = ConsentState(
            consent: ConsentID(UUIDValue(high: 5, low: number)), college: CollegeID(college), person: Self.person(person),
            employer: EmployerID(employer), purpose: purpose, state: state, what: what, items: items, until: until)
        return ConsentEvent(state.state == .granted ? .granted : .withdrawn, state, version: version, at: .now())
    }

    static func item(_ number: UInt64, of person: UInt64, college: Int32 = 1, credential: UInt64) -> ItemEvent {
        let state = ItemState(
            item: ItemID(UUIDValue(high: 6, low: number)), college: CollegeID(college), person: Self.person(person), state: .held,
            origin: .issued, credential: CredentialID(UUIDValue(high: 2, low: credential)), skills: [], since: .now())
        return ItemEvent(.accepted, state, version: 1, at: .now())
    }
}
