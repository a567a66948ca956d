import Chassis
import CloudEvents
import HTTP
import JSON
import Kafka
import LocalServers
import Messaging
import Observability
import TestSupport
import Testing

@testable import cairn_issuer

@Suite struct `The program cairn-issuer` {
    /// A database with the roles and nothing in it.
    private static let bare = TestTemplate("issuer_bare", roles: IssuerStory.roles) { sql in
        try await sql.execute(
            """
            DO $$ BEGIN CREATE ROLE issuer_owner NOLOGIN;
            EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$
            """)
    }

    private func token() throws -> String {
        let signer = try IssuerStory.makeSigner()
        return "Bearer " + signer.token(claiming: IssuerStory.staff().claims, audience: "cairn", from: WallTime.now(), for: .seconds(600))
    }

    private func post(_ client: HTTPTestClient, _ path: String, _ body: JSON, key: String? = nil) async throws -> ReceivedResponse {
        var headers: HTTPFields = [.authorization: try self.token(), .contentType: "application/json"]
        headers[.idempotencyKey] = key
        return try await client.execute("/issuer/api/v1/" + path, method: .post, headers: headers, body: body.bytes())
    }

    @Test func `brings an empty database up to date, opens its college, issues while Kafka is away, and stops when asked`() async throws {
        try await withTestDatabase(Self.bare) { sql in
            let flags = ["--issuer-colleges", "1=North Valley College", "--kafka-broker-file", "/nowhere/broker.json"]
            let run = try await IssuerRun.start(sql, flags, migrating: true)
            let client = try await run.client()
            try await eventually("the college is open") {
                try await sql.execute("SELECT count(*) FROM issuer.status_list").contains("2")
            }
            let text: JSON = ["name": "MIG welding", "description": "Welds.", "criteria": "Three welds."]
            let achievement = try #require(try await self.post(client, "achievements", text).json["id"]?.string)
            let issued = try await self.post(client, "credentials", IssuerStory.order(achievement), key: "a")
            #expect(issued.status == .created, "\(issued.text)")
            let ready = try await run.client(of: "cairn-issuer.operations").execute("/health/ready")
            #expect(ready.status == .ok)
            #expect(await run.child.stop() == .exited(0))
            #expect(!run.log.joined().contains("S-100") && !run.log.joined().contains("Ada"))
        }
    }

    @Test func `sends what it wrote to the log`() async throws {
        try await withTestDatabase(Self.bare) { sql in
            let topics = try ServiceSchema.issuer.topics.map { EmbeddedBroker.Topic($0.topic.name, partitions: Int32($0.partitions)) }
            var random = SystemRandomNumberGenerator()
            let broker = try EmbeddedBroker(topics: topics, random: &random)
            let file = try TestFolder.new() + "/broker.json"
            try BrokerFile(address: broker.address, logID: broker.logID, startedAt: WallTime.now()).write(path: file)
            let flags = ["--issuer-colleges", "1=North Valley College,2=South Coast College", "--kafka-broker-file", file]
            let run = try await IssuerRun.start(sql, flags, migrating: true)
            let operations = try await run.client(of: "cairn-issuer.operations")
            try await eventually("both issuers and their four lists are in the log") {
                try await operations.execute("/metrics").text.contains("cairn_relay_published_total 6\n")
            }
            #expect(await run.child.stop() == .exited(0))
            await broker.stop()
        }
    }

    @Test func `killed between commit and answer, gives the repeated request what it had committed`() async throws {
        try await withTestDatabase(IssuerStory.template) { sql in
            // Publishing an achievement does not pass the failpoint; the first credential does.
            let doomed = try await IssuerRun.start(sql, ["--run", "http", "--failpoints", "http-committed=kill"])
            let client = try await doomed.client()
            let text: JSON = ["name": "MIG welding", "description": "Welds.", "criteria": "Three welds."]
            let achievement = try #require(try await self.post(client, "achievements", text).json["id"]?.string)
            let order = IssuerStory.order(achievement)
            await #expect(throws: NoResponse.self) { try await self.post(client, "credentials", order, key: "a") }
            #expect(await doomed.child.wait() == .signalled(9), "the failpoint was reached")
            let heir = try await IssuerRun.start(sql, ["--run", "http"])
            let answer = try await self.post(try await heir.client(), "credentials", order, key: "a")
            #expect(answer.status == .created)
            #expect(try await sql.execute("SELECT count(*) FROM issuer.credential").contains("1"))
            let events = try await sql.execute("SELECT count(*) FROM issuer.outbox WHERE topic = 'cairn.credential.v1'")
            #expect(events.contains("1"))
            #expect(await heir.child.stop() == .exited(0))
        }
    }
}
