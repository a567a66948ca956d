import Chassis
import CloudEvents
import Crypto
import EventStack
import Glibc
import HTTP
import JSON
import Kafka
import LocalServers
import Messaging
import Observability
import Postgres
import TestSupport
import Testing

@testable import cairn_issuer
@testable import cairn_matching
@testable import cairn_pathway
@testable import cairn_verifier
@testable import cairn_wallet

/// All five services as processes over one database and one broker, open for two colleges.
struct WallStack: Sendable {
    /// A site of this machine, where links to sign in by are taken.
    static let origin = "http://localhost:8080"
    static let masterKey = "k1:" + String(repeating: "0b", count: 32)
    static let schemas: [ServiceSchema] = [.issuer, .matching, .pathway, .verifier, .wallet]
    static let logins = ["http", "events", "check"]

    let sql: TestDatabase
    let clients: [String: HTTPTestClient]

    /// The five schemas in one database, with each service's owner and three logins.
    private static let template = TestTemplate(
        "whole_suite", roles: Self.schemas.flatMap { schema in (["owner"] + Self.logins).map { "\(schema.name)_\($0)" } }
    ) { sql in
        let address = try sql.connectionString
        let owner = Database(DatabaseSettings(name: "migrate")) { address }
        for schema in Self.schemas { try await schema.migrate(owner) }
        await owner.stop()
    }

    /// Gives a test all of it, and takes it away again.
    static func run(_ body: (WallStack) async throws -> Void) async throws {
        try await withTestDatabase(Self.template) { sql in
            var random = SystemRandomNumberGenerator()
            let topics = try ServiceSchema.issuer.topics.map { EmbeddedBroker.Topic($0.topic.name, partitions: Int32($0.partitions)) }
            let broker = try EmbeddedBroker(topics: topics, random: &random)
            let place = ServiceRun.Place(
                database: sql, folder: try TestFolder.new(), broker: broker.address, logID: broker.logID, origin: Self.origin)
            var runs: [(name: String, run: ServiceRun)] = []
            let result: Result<Void, any Error>
            do {
                for schema in Self.schemas { runs.append((schema.name, try await Self.start(schema.name, at: place))) }
                var clients: [String: HTTPTestClient] = [:]
                for (name, run) in runs { clients[name] = try await run.client() }
                result = .success(try await body(WallStack(sql: sql, clients: clients)))
            } catch { result = .failure(error) }
            for (name, run) in runs {
                if case .failure = result { print("\(name): \(try run.log.split(separator: "\n").suffix(5).joined(separator: "\n"))") }
                #expect(await run.child.stop() == .exited(0), "\(name)")
            }
            await broker.stop()
            try result.get()
        }
    }

    private static func start(_ service: String, at place: ServiceRun.Place) async throws -> ServiceRun {
        guard service == "issuer" else { return try await ServiceRun.start(service, .both, at: place) }
        _ = try SigningKeyFile(making: "\(place.folder)/session.json", keyID: "session", from: SystemRandom())
        let files: [(String, JSON)] = [
            ("personas.json", Self.personas), ("tickets.json", ["keys": [try ServiceRun.signer("ticket", origin: Self.origin).jwk]]),
        ]
        for (name, json) in files {
            guard let file = fopen("\(place.folder)/\(name)", "wb") else { throw Refused(what: name, answer: "it can't be written") }
            fputs(json.description, file)
            fclose(file)
        }
        return try await ServiceRun.start(
            service, .both, at: place,
            flags: [
                "--issuer-colleges", "1=North Valley College,2=South Coast College", "--issuer-session-key", "\(place.folder)/session.json",
                "--issuer-ticket-keys", "\(place.folder)/tickets.json", "--issuer-personas", "\(place.folder)/personas.json",
            ], environment: ["CAIRN_ISSUER_MASTER_KEY": Self.masterKey])
    }

    /// Whom anybody may be on the page of people: somebody without any rights.
    static let personas: JSON = [
        [
            "name": "Rue", "kind": "Visitor", "say": "She looks.", "try": "Look.",
            "claims": ["visitor": "staff", "college": 3],
        ]
    ]

    /// Asks a service as somebody: pages by her session, the API by her token.
    func send(
        _ service: String, _ method: HTTPMethod, _ target: String, as visitor: Visitor, type: String? = nil, body: [UInt8] = [],
        key: String? = nil
    ) async throws -> ReceivedResponse {
        guard let client = self.clients[service] else { preconditionFailure("there are five services") }
        var headers: HTTPFields = [:]
        if !target.contains("/api/") {
            headers[.origin] = Self.origin
            headers[.accept] = "text/html"
            if visitor != .anonymous {
                headers[.cookie] = "\(SessionCookie.name)=\(try ServiceRun.session(visitor, origin: Self.origin))"
            }
        } else if visitor != .anonymous {
            headers[.authorization] = "Bearer \(try ServiceRun.token(visitor, origin: Self.origin))"
        }
        headers[.contentType] = type
        headers[.idempotencyKey] = key
        return try await client.execute(target, method: method, headers: headers, body: body)
    }

    /// Posts JSON; gives the answer's.
    func post(_ service: String, _ path: String, as visitor: Visitor, _ body: JSON, key: String? = nil) async throws -> JSON {
        let answer = try await self.send(
            service, .post, "/\(service)/api/v1/\(path)", as: visitor, type: "application/json", body: body.bytes(), key: key)
        guard answer.status.code < 300 else { throw Refused(what: path, answer: answer.text) }
        return answer.json
    }

    /// What a question to the whole database gives, a line a row.
    func rows(_ sql: String) async throws -> [String] {
        try await self.sql.execute(sql).split(separator: "\n").map(String.init)
    }

    /// A number that the whole database gives.
    func number(_ sql: String) async throws -> Int { Int(try await self.rows(sql).first ?? "") ?? -1 }

    /// A request by which the test makes its data was refused.
    struct Refused: Error {
        let what: String
        let answer: String
    }
}
