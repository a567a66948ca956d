import Chassis
import CloudEvents
import EventStack
import Events
import HTTP
import JSON
import LocalServers
import Observability
import Postgres
import TestSupport
import Testing

@testable import cairn_wallet

@Suite struct `The program cairn-wallet` {
    @Test func `fills wallets from the topics, shows a revoked credential as revoked, and ends what has run out`() async throws {
        let college = try SigningCollege(1)
        try await EventStack.with(.wallet) { stack in
            let run = try await stack.start(.both)
            let learner = Visitor.learner(college: 1, person: college.learner(1).value)
            let catalogue: [CatalogueEvent] = [.statusList(college.list()), .issuer(college.issuer), .pathway(college.pathway())]
            let issued = [try college.credential(1, of: 1), try college.credential(2, of: 1), try college.credential(3, of: 2)]
            try await stack.publish(catalogue)
            try await stack.publish(issued)
            try await stack.publish([college.progress(of: 1, counting: 1)])
            try await stack.arrival(of: catalogue, at: KeepOnCatalogue.consumer)
            try await stack.arrival(of: issued, at: RecordOnCredential.consumer)
            try await stack.arrival(of: [college.progress(of: 1, counting: 1)], at: KeepOnProgress.consumer)
            let items = try await run.ask(.get, "/items", as: learner).json["items"]?.array ?? []
            #expect(items.count == 2)
            let item = try #require(items.first { $0["credential"]?.string == college.credentialID(1).description }?["id"]?.string)
            let until = JSON.string((WallTime.now() + .seconds(3_600)).description)
            let share = try await run.ask(.post, "/shares", as: learner, ["items": [.string(item)], "until": until])
            let path = String(try #require(share.json["url"]?.string).dropFirst(ServiceRun.origin.count))
            // A list counts once the catalogue was read to its end, which is noted every few seconds.
            try await eventually("the link shows a good credential") { try await run.client().execute(path).text.contains("banner ok") }
            let revoked = try college.credential(1, of: 1, .revoked, version: 2)
            let list = CatalogueEvent.statusList(college.list(version: 2, revoked: [1], at: .now()))
            try await stack.publish([revoked])
            try await stack.publish([list])
            try await stack.arrival(of: [revoked], at: RecordOnCredential.consumer)
            try await stack.arrival(of: [list], at: KeepOnCatalogue.consumer)
            #expect(try await run.ask(.get, "/items/\(item)", as: learner).json["state"]?.string == "revoked")
            #expect(try await run.client().execute(path).text.contains("The issuer took this back."))
            let soon = JSON.string((WallTime.now() + .seconds(1)).description)
            let consent: JSON = ["employer": college.issuerID.json, "purpose": "matching", "what": ["skills"], "until": soon]
            #expect(try await run.ask(.post, "/consents", as: learner, consent).status == .created)
            try await eventually("the consent has ended by itself") {
                try await stack.number("SELECT count(*) FROM wallet.outbox WHERE type = 'org.cairn.consent.expired.v1'") == 1
            }
            #expect(await run.child.stop() == .exited(0))
            let log = try run.log
            #expect(!log.contains("Welding") && !log.contains(path.dropFirst(3)) && !log.contains(college.learner(1).description))
        }
    }

    @Test func `that is killed between the effect of a slice and its commit loses nothing and does nothing twice`() async throws {
        let colleges = [try SigningCollege(1), try SigningCollege(2)]
        try await EventStack.with(.wallet) { stack in
            let doomed = try await stack.start(.events, flags: ["--failpoints", "consumer-applied=kill@2"])
            let issued = try (1...60).map { number in
                try colleges[Int(number) % 2].credential(number, of: number % 7 + 1, document: "{}")
            }
            for start in stride(from: 0, to: issued.count, by: 10) { try await stack.publish(Array(issued[start..<start + 10])) }
            #expect(await doomed.child.wait() == .signalled(9), "the failpoint was reached")
            let heir = try await stack.start(.events)
            try await stack.arrival(of: issued, at: RecordOnCredential.consumer)
            let changed = try (1...60).map { number in
                try colleges[Int(number) % 2].credential(number, of: number % 7 + 1, .suspended, version: 2, document: "{}")
            }
            try await stack.publish(changed)
            try await stack.arrival(of: changed, at: RecordOnCredential.consumer)
            #expect(try await stack.number("SELECT count(*) FROM wallet.item WHERE state = 'suspended'") == 60)
            #expect(try await stack.number("SELECT count(*) FROM wallet.outbox") == 60)
            #expect(try await stack.number("SELECT count(DISTINCT subject) FROM wallet.outbox WHERE version = 1") == 60)
            #expect(
                try await stack.number(
                    "SELECT count(*) FROM wallet.item JOIN wallet.outbox ON (subject, outbox.college) = (id, item.college)")
                    == 60)
            #expect(try await stack.number("SELECT count(*) FROM wallet.parked") == 0)
            #expect(await heir.child.stop() == .exited(0))
        }
    }

    @Test func `takes every record twice when its position is set back, and ends with the same rows`() async throws {
        let college = try SigningCollege(1)
        try await EventStack.with(.wallet) { stack in
            let first = try await stack.start(.events)
            let issued = try (1...20).map { try college.credential($0, of: $0 % 3 + 1, document: "{}") }
            let revoked = try (1...5).map { try college.credential($0, of: $0 % 3 + 1, .revoked, version: 2, document: "{}") }
            try await stack.publish(issued)
            try await stack.publish(revoked)
            try await stack.arrival(of: issued + revoked, at: RecordOnCredential.consumer)
            #expect(await first.child.stop() == .exited(0))
            let rows = "SELECT md5(string_agg(item::text, '|' ORDER BY id)) FROM wallet.item"
            let before = try await stack.database.execute(rows)
            // As if nothing had ever been noted: not even which versions were applied.
            try await stack.database.execute(
                """
                DELETE FROM wallet.inbox_version WHERE consumer = 'wallet.record';
                UPDATE wallet.inbox SET next_offset = 0, last_event_id = NULL WHERE consumer = 'wallet.record'
                """)
            let second = try await stack.start(.events)
            try await stack.arrival(of: issued + revoked, at: RecordOnCredential.consumer)
            #expect(try await stack.database.execute(rows) == before)
            #expect(try await stack.number("SELECT count(*) FROM wallet.outbox") == 20)
            #expect(try await stack.number("SELECT count(*) FROM wallet.item WHERE state = 'revoked'") == 5)
            #expect(await second.child.stop() == .exited(0))
        }
    }

}

extension ServiceRun {
    fileprivate func ask(_ method: HTTPMethod, _ path: String, as visitor: Visitor, _ body: JSON? = nil) async throws -> ReceivedResponse {
        var headers: HTTPFields = [.authorization: "Bearer \(try Self.token(visitor))"]
        if body != nil { headers[.contentType] = "application/json" }
        return try await self.client().execute("/wallet/api/v1\(path)", method: method, headers: headers, body: body?.bytes() ?? [])
    }
}

extension EventStack {
    fileprivate func number(_ sql: String) async throws -> Int { Int(try await self.database.execute(sql).filter(\.isNumber)) ?? -1 }
}
