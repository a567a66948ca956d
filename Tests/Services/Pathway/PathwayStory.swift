import Chassis
import CloudEvents
import Crypto
import EventStack
import Events
import HTTP
import JSON
import Observability
import PathwayEngine
import Postgres
import Synchronization
import TestSupport

@testable import cairn_pathway

/// The service over a database of a test's own, with no broker: events are handed to its reactions.
struct PathwayStory: Sendable {
    static let origin = "https://cairn.test"

    let sql: TestDatabase
    let http: Database
    let events: Database
    let client: HTTPTestClient
    let routes: [RouteDescription]
    let deriving: DerivingProgress
    let clock: SetClock
    private let signer: TokenSigner

    /// Runs a test with a service of its own, whose catalogue names ten achievements of colleges 1 and 2 each.
    static func run(_ body: (PathwayStory) async throws -> Void) async throws {
        try await withTestDatabase(EventStack.template(.pathway)) { sql in
            let story = try PathwayStory(sql)
            let result: Result<Void, any Error>
            do {
                for college: Int32 in [1, 2] { try await story.fillCatalogue(college) }
                result = .success(try await body(story))
            } catch { result = .failure(error) }
            await story.http.stop()
            await story.events.stop()
            try result.get()
        }
    }

    private init(_ sql: TestDatabase) throws {
        let clock = SetClock()
        self.sql = sql
        self.clock = clock
        self.http = EventStack.pool(sql, "pathway_http", schema: "pathway")
        self.events = EventStack.pool(sql, "pathway_events", schema: "pathway")
        self.deriving = DerivingProgress(random: SystemRandom(), now: { clock.now })
        let key = try Curve25519.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: 7, count: 32))
        self.signer = TokenSigner(key: key, keyID: "t", issuer: Self.origin, type: ServiceEnvironment.tokenType)
        let keys = try KeySet([self.signer.verificationKey])
        func verifier(_ type: String) -> TokenVerifier {
            TokenVerifier(keys: keys, issuer: Self.origin, audience: ServiceEnvironment.audience, type: type)
        }
        let middleware = StandardMiddleware(
            registry: MetricsRegistry(), tokens: verifier(ServiceEnvironment.tokenType), sessions: verifier(ServiceEnvironment.sessionType),
            origin: Self.origin, random: { SystemRandom().bytes(count: $0) }, now: { WallTime.now() })
        let service = try PathwayService(database: self.http, random: SystemRandom(), now: { clock.now })
        let router = service.router(middleware)
        let logger = Logger(label: "pathway", level: .error, handler: NoLog())
        self.routes = router.routes
        self.client = .router(router.buildResponder(logger: logger, errors: .pages(service.pages, logger: logger)))
    }

    private func fillCatalogue(_ college: Int32) async throws {
        let issuer = IssuerEvent(
            .published,
            IssuerState(
                issuer: IssuerID(UUIDValue(high: 7, low: UInt64(college))), college: CollegeID(college), name: "College \(college)",
                identifier: "did:key:z\(college)", keys: []), version: 1, at: self.clock.now)
        try await self.arrive([.issuer(issuer)] + (1...10).map { .achievement(Self.achieved($0, college)) })
    }

    /// The id of one of a college's achievements.
    static func achievement(_ number: UInt64, _ college: Int32 = 1) -> AchievementID {
        AchievementID(UUIDValue(high: UInt64(college) << 32 | 1, low: number))
    }

    /// The requirement of an achievement.
    static func leaf(_ number: UInt64, _ college: Int32 = 1) -> Requirement { .achievement(Self.achievement(number, college)) }

    static func achieved(
        _ number: UInt64, _ college: Int32 = 1, version: Int64 = 1, edition: Int = 1, state: AchievementState.State = .published
    ) -> AchievementEvent {
        let achievement = AchievementState(
            achievement: Self.achievement(number, college), college: CollegeID(college), issuer: IssuerID(UUIDValue(high: 7, low: 7)),
            edition: edition, state: state, kind: "MicroCredential", name: "Skill \(number)", description: "It is good.",
            criteria: "Do it.", skills: [])
        return AchievementEvent(state == .published ? .published : .retired, achievement, version: version, at: .now())
    }

    /// One of a college's learners.
    static func learner(_ number: UInt64, _ college: Int32 = 1) -> Learner {
        Learner(college: CollegeID(college), person: PersonID(UUIDValue(high: 3, low: number)))
    }

    static func visitor(_ learner: Learner) -> Visitor { .learner(college: learner.college.number, person: learner.person.value) }

    static func staff(_ college: Int32 = 1, _ scopes: Set<String> = ["pathway.publish"]) -> Visitor {
        .staff(Visitor.Staff(college: college, scopes: scopes))
    }

    /// What an issuer says of a credential: one a learner and achievement.
    func credential(
        _ number: UInt64, to learner: Learner, version: Int64 = 1, state: CredentialState.State = .active, from: WallTime? = nil,
        until: WallTime? = nil
    ) -> CredentialEvent {
        let college = learner.college
        let time = from ?? WallTime(microseconds: 1_790_000_000_000_000)
        let id = UUIDValue(high: 9 << 48 | UInt64(college.number) << 32 | learner.person.value.low, low: number)
        let verbs: [CredentialState.State: CredentialState.Verb] = [.active: .issued, .suspended: .suspended, .revoked: .revoked]
        let credential = CredentialState(
            credential: CredentialID(id), college: college, person: learner.person, issuer: IssuerID(UUIDValue(high: 7, low: 7)),
            achievement: AchievementEdition(Self.achievement(number, college.number), edition: 1), state: state, issuedAt: time,
            validFrom: time, validUntil: until, changedAt: time, skills: [], earnedBy: [], document: "{}")
        return CredentialEvent(verbs[state] ?? .issued, credential, version: version, at: time)
    }

    /// Hands credential events to the reaction, as one slice.
    func arrive(_ events: [CredentialEvent]) async throws {
        let reaction = DeriveOnCredential(deriving: self.deriving)
        try await self.events.transaction(as: Self.scope(events.map(\.state.college))) { try reaction.apply(events, in: $0) }
    }

    /// Hands catalogue events to the reaction, as one slice.
    func arrive(_ events: [CatalogueEvent]) async throws {
        let reaction = KeepOnCatalogue()
        try await self.events.transaction(as: Self.scope(events.map { CollegeID($0.college) })) { try reaction.apply(events, in: $0) }
    }

    /// What the events login sees in a slice.
    static func scope(_ colleges: [CollegeID]) -> Scope {
        Scope(["cairn.visitor": "events", "cairn.colleges": "{" + Set(colleges).map(\.description).joined(separator: ",") + "}"])
    }

    /// What looks again at learners.
    var lookingAgain: LookingAgain {
        LookingAgain(database: self.events, deriving: self.deriving, logger: Logger(label: "t", handler: NoLog()))
    }

    /// Works off every sweep; gives how many slices it took.
    @discardableResult
    func sweep() async throws -> Int {
        var slices = 0
        while try await self.lookingAgain.sweep() { slices += 1 }
        return slices
    }

    /// Publishes a pathway; gives the answer.
    func publish(
        _ code: String, _ requirement: Requirement, award: UInt64? = nil, _ college: Int32 = 1, name: String? = nil
    ) async throws -> ReceivedResponse {
        let body: JSON = .object(omittingNil: [
            "code": .string(code), "name": .string(name ?? code), "description": .string("About \(code)."), "requirement": requirement.json,
            "award": award.map { Self.achievement($0, college).json },
        ])
        return try await self.send(.post, "/pathways", as: Self.staff(college), body)
    }

    /// What was told of a learner on the way to kafka, oldest first: verb, share, how many credentials count.
    func told(_ learner: Learner) async throws -> [String] {
        let rows = try await self.sql.execute(
            """
            SELECT split_part(type, '.', 4) || ' ' || (convert_from(data, 'UTF8')::json->>'share') || ' '
                || json_array_length(convert_from(data, 'UTF8')::json->'earnedBy') FROM pathway.outbox
            WHERE topic = 'cairn.progress.v1' AND key = '\(learner.college):\(learner.person)' ORDER BY seq
            """)
        return rows.split(separator: "\n").map { $0.trimmingBlanks }.filter { !$0.isEmpty }
    }

    /// The fields by which a visitor is known.
    func fields(_ visitor: Visitor) -> HTTPFields {
        if visitor == .anonymous { return [.origin: Self.origin] }
        let token = self.signer.token(claiming: visitor.claims, audience: "cairn", from: WallTime.now(), for: .seconds(600))
        return [.authorization: "Bearer \(token)"]
    }

    /// Asks the API.
    func send(_ method: HTTPMethod, _ path: String, as visitor: Visitor, _ body: JSON? = nil) async throws -> ReceivedResponse {
        var headers = self.fields(visitor)
        if body != nil { headers[.contentType] = "application/json" }
        return try await self.client.execute("/pathway/api/v1\(path)", method: method, headers: headers, body: body?.bytes() ?? [])
    }

    /// Opens a page.
    func page(_ path: String, as visitor: Visitor) async throws -> ReceivedResponse {
        var headers = self.fields(visitor)
        headers[.accept] = "text/html"
        return try await self.client.execute(path, headers: headers)
    }
}

/// A clock that a test sets.
final class SetClock: Sendable {
    private let time = Mutex(WallTime.now())

    var now: WallTime { self.time.withLock { $0 } }

    func advance(by duration: Duration) { self.time.withLock { $0 = $0 + duration } }
}

extension ReceivedResponse {
    /// The id of what was made.
    var id: String { self.json["id"]?.string ?? "" }

    /// Status and the code of a problem, then the pointers of its fields.
    var refusal: [String] {
        ["\(self.status.code) \(self.code ?? "")"]
            + (self.json["errors"]?.array ?? []).compactMap { $0["pointer"]?.string }
    }
}

extension Substring {
    /// Without blanks around it.
    var trimmingBlanks: String {
        String(self.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
