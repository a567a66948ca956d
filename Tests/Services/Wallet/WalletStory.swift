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

@testable import cairn_wallet

/// A wallet over a database that a test fills itself, with no broker: two colleges of two learners, with two credentials each.
struct WalletStory: Sendable {
    static let origin = "https://cairn.test"
    static let harbour = EmployerID(UUIDValue(high: 5, low: 1))

    let sql: TestDatabase
    let http: Database
    let events: Database
    let parts: WalletParts
    let colleges: [SigningCollege]
    let client: HTTPTestClient
    let routes: [RouteDescription]

    /// Gives a test a wallet of its own.
    static func run(
        now: @escaping @Sendable () -> WallTime = WallTime.now, pseudo: Bool = false, _ body: (WalletStory) async throws -> Void
    ) async throws {
        try await withTestDatabase(EventStack.template(.wallet)) { sql in
            let story = try WalletStory(sql, now: now, pseudo: pseudo)
            let result: Result<Void, any Error>
            do {
                try await story.fill()
                result = .success(try await body(story))
            } catch {
                result = .failure(error)
            }
            await story.http.stop()
            await story.events.stop()
            try result.get()
        }
    }

    private init(_ sql: TestDatabase, now: @escaping @Sendable () -> WallTime, pseudo: Bool) throws {
        self.sql = sql
        self.http = EventStack.pool(sql, "wallet_http", schema: "wallet")
        self.events = EventStack.pool(sql, "wallet_events", schema: "wallet")
        self.colleges = [try SigningCollege(1), try SigningCollege(2)]
        let logger = Logger(label: "wallet", level: .error, handler: NoLog())
        self.parts = try WalletParts(
            database: self.http, site: Site(origin: Self.origin), catalogueAge: .seconds(3_600),
            failpoints: try Failpoints("", logger: logger), random: SystemRandom(), now: now, pseudo: pseudo)
        let keys = try KeySet([try Self.signer(ServiceEnvironment.tokenType).verificationKey])
        func verifier(_ type: String) -> TokenVerifier {
            TokenVerifier(keys: keys, issuer: Self.origin, audience: ServiceEnvironment.audience, type: type)
        }
        let middleware = StandardMiddleware(
            registry: MetricsRegistry(), tokens: verifier(ServiceEnvironment.tokenType), sessions: verifier(ServiceEnvironment.sessionType),
            origin: Self.origin, random: { SystemRandom().bytes(count: $0) }, now: { WallTime.now() })
        let router = self.parts.router(middleware)
        self.routes = router.routes
        self.client = .router(router.buildResponder(logger: logger, errors: .pages(self.parts.pages.own, logger: logger)))
    }

    private static func signer(_ type: String) throws -> TokenSigner {
        let key = try Curve25519.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: 7, count: 32))
        return TokenSigner(key: key, keyID: "t", issuer: Self.origin, type: type)
    }

    private func fill() async throws {
        for college in self.colleges {
            try await self.keep(college, lists: [college.list()])
            let credentials = try [(1, 1), (2, 1), (3, 2), (4, 2)].map { try college.credential($0.0, of: $0.1) }
            try await self.record(credentials)
            try await self.apply(college) { tx in
                try tx.keep(pathways: [college.pathway()])
                try tx.keep(progress: [college.progress(of: 1, counting: 1), college.progress(of: 2, counting: 3)])
            }
        }
        let role = RoleState(
            role: RoleID(UUIDValue(high: 4, low: 1)), college: .nobody, employer: Self.harbour, employerName: "Harbour Health",
            state: .open,
            title: "Ward support", requirements: [])
        try await self.events.transaction(as: .events(of: .nobody)) { tx in
            try tx.keep(roles: [RoleEvent(.posted, role, version: 1, at: WallTime.now())])
        }
        try await self.sql.execute(
            """
            INSERT INTO wallet.inbox (consumer, topic, partition, next_offset, began_at, log_id, caught_up_at)
            VALUES ('wallet.catalogue', '\(Topic.catalogue)', 0, 0, 0, 'log', clock_timestamp())
            """)
    }

    /// Keeps what a college publishes.
    func keep(_ college: SigningCollege, lists: [StatusListEvent]) async throws {
        try await self.apply(college) { tx in
            try tx.keep(issuers: [college.issuer])
            try tx.keep(statusLists: lists)
        }
    }

    /// Records what issuers tell of credentials, each college's by itself.
    func record(_ events: [CredentialEvent]) async throws {
        for college in Set(events.map(\.state.college)) {
            let own = events.filter { $0.state.college == college }
            try await self.events.transaction(as: .events(of: college)) { tx in try RecordOnCredential.record(own, in: tx) }
        }
    }

    private func apply(_ college: SigningCollege, _ body: @escaping @Sendable (borrowing Transaction) throws -> Void) async throws {
        try await self.events.transaction(as: .events(of: college.id)) { tx in try body(tx) }
    }

    /// A learner of a college, as who asks.
    func learner(_ number: UInt64 = 1, of college: Int32 = 1) -> Visitor {
        .learner(college: college, person: self.colleges[Int(college) - 1].learner(number).value)
    }

    /// The fields by which a visitor is known to the API.
    func fields(_ visitor: Visitor?) throws -> HTTPFields {
        guard let visitor else { return [.origin: Self.origin] }
        let token = try Self.signer(ServiceEnvironment.tokenType)
            .token(claiming: visitor.claims, audience: "cairn", from: WallTime.now(), for: .seconds(600))
        return [.authorization: "Bearer \(token)"]
    }

    /// Sends a request to the API.
    func send(_ method: HTTPMethod, _ path: String, as visitor: Visitor?, _ body: JSON? = nil) async throws -> ReceivedResponse {
        var headers = try self.fields(visitor)
        if body != nil { headers[.contentType] = "application/json" }
        return try await self.client.execute("/wallet/api/v1\(path)", method: method, headers: headers, body: body?.bytes() ?? [])
    }

    /// Opens a page as a browser does, or posts its form.
    func browse(
        _ path: String, as visitor: Visitor? = nil, post form: String? = nil, cookies: [String] = []
    ) async throws -> ReceivedResponse {
        var headers: HTTPFields = [.accept: "text/html"]
        var cookies = cookies
        if let visitor {
            let session = try Self.signer(ServiceEnvironment.sessionType)
                .token(claiming: visitor.claims, audience: "cairn", from: WallTime.now(), for: .seconds(600))
            cookies.append("\(SessionCookie.name)=\(session)")
        }
        if !cookies.isEmpty { headers[.cookie] = cookies.joined(separator: "; ") }
        guard let form else { return try await self.client.execute(path, headers: headers) }
        headers[.origin] = Self.origin
        headers[.contentType] = "application/x-www-form-urlencoded"
        return try await self.client.execute(path, method: .post, headers: headers, body: Array(form.utf8))
    }

    /// The items of a learner, by the numbers of their credentials.
    func items(_ visitor: Visitor) async throws -> [UInt64: JSON] {
        let list = try await self.send(.get, "/items", as: visitor).json["items"]?.array ?? []
        return Dictionary(
            uniqueKeysWithValues: list.map { item in
                ((item["credential"]?.string.flatMap { UUIDValue($0) }?.low ?? 0) & 0xFFFF, item)
            })
    }

    /// The id of the item of a credential of a learner's.
    func item(_ number: UInt64 = 1, of visitor: Visitor) async throws -> String {
        try await self.items(visitor)[number]?["id"]?.string ?? ""
    }

    /// Makes a link that shows items until tomorrow.
    func share(_ items: [String], as visitor: Visitor, name: String? = nil, audience: String? = nil) async throws -> ReceivedResponse {
        let until = (WallTime.now() + .seconds(86_400)).description
        return try await self.send(
            .post, "/shares", as: visitor,
            .object(omittingNil: ["items": items.json, "until": until.json, "name": name?.json, "for": audience?.json]))
    }

    /// What a learner asks who lets an employer see something for some seconds.
    static func consent(for seconds: Int = 86_400, what: [String] = ["skills"], employer: EmployerID = WalletStory.harbour) -> JSON {
        [
            "employer": employer.json, "purpose": "matching", "what": what.json,
            "until": .string((WallTime.now() + .seconds(seconds)).description),
        ]
    }

    /// What the outbox holds of a topic, oldest first: type and data.
    func published(_ topic: Topic) async throws -> [(type: String, data: JSON)] {
        let rows = try await self.events.transaction { tx in
            try tx.query("SELECT type, data FROM outbox WHERE topic = \(topic.name) ORDER BY seq").decode((String, [UInt8]).self)
        }
        return try rows.map { ($0.0, try JSON(parsing: $0.1)) }
    }
}

extension ReceivedResponse {
    /// The body as JSON; null when it is none: then it has no member, and fails the expectation that looks for one.
    var json: JSON {
        // The reason stands above.
        (try? JSON(parsing: self.body)) ?? .null
    }

    /// Status and code of a problem.
    var answer: String { "\(self.status.code) \(self.json["code"]?.string ?? "")" }
}
