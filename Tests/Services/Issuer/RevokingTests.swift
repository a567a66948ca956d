import Chassis
import CloudEvents
import Credentials
import Events
import HTTP
import JSON
import Observability
import Postgres
import TestSupport
import Testing

@testable import cairn_issuer

@Suite struct `Taking a credential back` {
    @Test func `suspends and reinstates, revokes for good, and refuses what cannot follow`() async throws {
        try await IssuerStory.run { story in
            let issued = try await story.issue(IssuerStory.order(try await story.achievement()), key: "a")
            let id = try #require(issued.json["id"]?.string)
            let document = try #require(issued.json["document"]?.string)
            func refused(_ change: String) async throws -> Bool {
                let answer = try await story.change(id, change)
                return answer.status == .conflict && answer.code == "state-conflict"
            }
            let list = try #require(
                try JSON(parsing: document)["credentialStatus"]?[1]?["statusListCredential"]?.string?.dropFirst(IssuerStory.origin.count))
            let tag = try #require(try await story.send(.get, String(list), as: .anonymous).headers[.eTag])
            let unchanged = try await story.client.execute(String(list), headers: [.ifNoneMatch: tag])
            #expect(unchanged.status == .notModified)
            #expect(try await refused("reinstate"))
            #expect(try await story.change(id, "suspend").status == .ok)
            #expect(try await story.verdict(on: document).outcome(of: .suspension)?.isFailed == true)
            #expect(try await story.client.execute(String(list), headers: [.ifNoneMatch: tag]).status == .ok)
            #expect(try await refused("suspend"))
            #expect(try await story.change(id, "reinstate").status == .ok)
            #expect(try await story.verdict(on: document).overall == .valid)
            #expect(try await story.change(id, "revoke").status == .ok)
            #expect(try await refused("revoke"))
            #expect(try await refused("suspend"))
            #expect(try await refused("reinstate"))
            let event = try await story.newestCredential(id)
            #expect(event.version == 4 && event.verb == .revoked && event.state.state == .revoked)
            let shown = try await story.send(.get, "/issuer/api/v1/credentials/\(id)")
            #expect(shown.json["reason"]?.string == "a slip")
        }
    }

    @Test func `tells the suite of each bit, and sets that of its own entry alone`() async throws {
        try await IssuerStory.run { story in
            let issued = try await story.issue(IssuerStory.order(try await story.achievement()), key: "a")
            let id = try #require(issued.json["id"]?.string)
            let document = try JSON(parsing: issued.json["document"]?.string ?? "")
            let entry = try #require(document["credentialStatus"]?[0]?["statusListIndex"]?.string.flatMap { Int($0) })
            #expect(try await story.change(id, "revoke").status == .ok)
            let data = try await story.events.transaction { tx in
                try tx.query(
                    """
                    SELECT data FROM outbox WHERE type LIKE 'org.cairn.statuslist.%' AND college = 1 AND version = 2
                    """
                ).decode(([UInt8]).self)
            }
            #expect(data.count == 1)
            let state = try JSONDocument(parsing: try #require(data.first)).decode(StatusListState.self)
            #expect(state.purpose == .revocation && (0..<StatusBits.entries).filter { state.bits[$0] } == [entry])
        }
    }
}
