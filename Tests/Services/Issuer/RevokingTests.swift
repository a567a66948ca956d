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

    @Test func `tells of a list once a second at most, and then of all that changed meanwhile`() async throws {
        try await IssuerStory.run { story in
            let achievement = try await story.achievement()
            var ids: [CredentialID] = []
            for number in 1...3 {
                let issued = try await story.issue(IssuerStory.order(achievement, student: "S-\(number)"), key: "k\(number)")
                ids.append(try #require(issued.json["id"]?.string.flatMap { CredentialID($0) }))
            }
            let staff = Visitor.Staff(college: 1, scopes: ["credential.issue", "credential.revoke"])
            let begin = WallTime.now()
            let site = Site(origin: IssuerStory.origin)
            let colleges = Colleges(story.http, masterKeys: try MasterKeys(IssuerStory.masterKey))
            func versions() async throws -> [Int64] {
                try await story.events.transaction { tx in
                    try tx.query(
                        "SELECT version FROM outbox WHERE type LIKE 'org.cairn.statuslist.%' AND college = 1 AND version > 1 ORDER BY version"
                    ).decode(Int64.self)
                }
            }
            for (number, id) in ids.enumerated() {
                let time = begin + .milliseconds(100 * number)
                let revoking = Revoking(database: story.http, colleges: colleges, site: site, now: { time })
                _ = try await revoking.apply(.revoke, to: id, because: "a slip", by: staff)
            }
            #expect(try await versions() == [2], "the first at once, the others wait")
            func tell(after time: Duration) async throws {
                let telling = TellingStatusLists(
                    database: story.events, site: site, logger: Logger(label: "telling", level: .error, handler: JSONLogHandler()),
                    now: { begin + time })
                try await telling.tell()
            }
            try await tell(after: .milliseconds(900))
            #expect(try await versions() == [2])
            try await tell(after: .milliseconds(1_000))
            #expect(try await versions() == [2, 3])
            try await tell(after: .seconds(9))
            #expect(try await versions() == [2, 3], "nothing has changed since")
            let entries = try await story.http.transaction(as: Visitor.staff(staff).databaseScope) { tx in
                try ids.compactMap { try tx.credential($0)?.place.entry }
            }
            let data = try await story.events.transaction { tx in
                try tx.query("SELECT data FROM outbox WHERE type LIKE 'org.cairn.statuslist.%' AND version = 3").decode([UInt8].self)
            }
            let state = try JSONDocument(parsing: try #require(data.first)).decode(StatusListState.self)
            #expect((0..<StatusBits.entries).filter { state.bits[$0] } == entries.map(Int.init).sorted() && entries.count == 3)
        }
    }
}
