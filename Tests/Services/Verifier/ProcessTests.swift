import Chassis
import CloudEvents
import EventStack
import Events
import HTTP
import JSON
import LocalServers
import Observability
import TestSupport
import Testing

@testable import cairn_verifier

@Suite struct `The program cairn-verifier` {
    @Test func `calls a badge good, and taken back once the issuer has said so on the catalogue`() async throws {
        let (college, stranger) = (try TestCollege(seed: 1), try TestCollege(seed: 2))
        try await EventStack.with(.verifier) { stack in
            let run = try await stack.start(.both)
            let before = try await run.verdict(on: college.signed())
            #expect(before.overall == "unchecked" && before.failed.isEmpty)
            let way = PathwayState(
                pathway: PathwayID(UUIDValue(high: 6, low: 6)), college: CollegeID(1), edition: 1, state: .published, name: "Fitter",
                requirement: ["all": []])
            let pathway = PathwayEvent(.published, way, version: 1, at: college.issued)
            let published: [CatalogueEvent] = [
                .statusList(college.list()), .achievement(college.achievement()), .issuer(college.issuer()), .pathway(pathway),
            ]
            try await stack.publish(published)
            try await stack.arrival(of: published, at: KeepOnCatalogue.consumer)
            try await eventually("the catalogue is read to its end") { try await run.ready().status == .ok }
            let good = try await run.verdict(on: college.signed())
            #expect(good.overall == "valid" && good.headline == "all-passed", "\(good.json)")
            let unknown = try await run.verdict(on: stranger.signed())
            #expect(unknown.overall == "unchecked" && unknown.failed.isEmpty)
            let update = CatalogueEvent.statusList(college.list(version: 2, revoked: [TestCollege.entry], at: .now()))
            try await stack.publish([update])
            try await stack.arrival(of: [update], at: KeepOnCatalogue.consumer)
            let revoked = try await run.verdict(on: college.signed())
            #expect(revoked.overall == "invalid" && revoked.headline == "revoked" && revoked.failed == ["revocation"])
            #expect(await run.child.stop() == .exited(0))
            #expect(try !run.log.contains("a1234567") && !run.log.contains("Welding"))
        }
    }

    @Test func `killed while it applies, goes on without loss`() async throws {
        let college = try TestCollege(seed: 1)
        try await EventStack.with(.verifier) { stack in
            let doomed = try await stack.start(.events, flags: ["--failpoints", "consumer-applied=kill"])
            let published: [CatalogueEvent] = [.issuer(college.issuer()), .statusList(college.list())]
            try await stack.publish(published)
            #expect(await doomed.child.wait() == .signalled(9), "the failpoint was reached")
            let update = CatalogueEvent.statusList(college.list(version: 2, revoked: [TestCollege.entry], at: .now()))
            try await stack.publish([update])
            let heir = try await stack.start(.both)
            try await stack.arrival(of: published + [update], at: KeepOnCatalogue.consumer)
            try await eventually("the catalogue is read to its end") { try await heir.ready().status == .ok }
            #expect(try await heir.verdict(on: college.signed()).headline == "revoked")
            #expect(try await stack.database.execute("SELECT count(*) FROM verifier.parked").filter(\.isNumber) == "0")
            #expect(await heir.child.stop() == .exited(0))
        }
    }

    @Test func `sets aside what contradicts, and goes on with the rest`() async throws {
        let (college, other) = (try TestCollege(seed: 1), try TestCollege(seed: 2))
        try await EventStack.with(.verifier) { stack in
            let run = try await stack.start(.both)
            let first: [CatalogueEvent] = [.issuer(college.issuer()), .statusList(college.list())]
            try await stack.publish(first)
            try await stack.arrival(of: first, at: KeepOnCatalogue.consumer)
            let state = college.issuer().state
            let thief = IssuerState(
                issuer: IssuerID(UUIDValue(high: 9, low: 9)), college: CollegeID(9), name: "Thief", identifier: state.identifier,
                keys: state.keys)
            let second: [CatalogueEvent] = [.issuer(other.issuer()), .statusList(other.list())]
            try await stack.publish([.issuer(IssuerEvent(.published, thief, version: 1, at: college.issued))] + second)
            try await stack.arrival(of: second, at: KeepOnCatalogue.consumer)
            try await eventually("the contradiction is parked") {
                try await stack.database.execute("SELECT count(*) FROM verifier.parked WHERE subject = '\(thief.issuer)'").contains("1")
            }
            try await eventually("the catalogue is read to its end") { try await run.ready().status == .ok }
            for badge in [college, other] { #expect(try await run.verdict(on: badge.signed()).overall == "valid") }
            #expect(await run.child.stop() == .exited(0))
        }
    }

    @Test func `answers without Kafka, by the login that may only read, and applies nothing then`() async throws {
        let college = try TestCollege()
        try await EventStack.with(.verifier) { stack in
            let http = try await stack.start(.http, broker: "127.0.0.1:1")
            try await eventually("it says that it knows nothing") {
                try await http.ready().text.contains("the catalogue has never been read to its end")
            }
            let events: [CatalogueEvent] = [.issuer(college.issuer()), .statusList(college.list())]
            try await stack.publish(events)
            let reader = try await stack.start(.events)
            try await stack.arrival(of: events, at: KeepOnCatalogue.consumer)
            try await eventually("the catalogue is read to its end") { try await http.ready().status == .ok }
            #expect(try await http.verdict(on: college.signed()).overall == "valid")
            #expect(await reader.child.stop() == .exited(0))
            #expect(try await http.verdict(on: college.signed()).overall == "valid")
            #expect(await http.child.stop() == .exited(0))
            #expect(try !reader.log.contains("cairn-verifier.http"))
        }
    }
}

extension ServiceRun {
    func ready() async throws -> ReceivedResponse { try await self.client(of: "operations").execute("/health/ready") }

    func verdict(on document: JSON) async throws -> Answer {
        let answer = try await self.client().execute(
            "/verifier/api/v1/verifications", method: .post, headers: [.contentType: "application/vc"], body: document.bytes())
        return Answer(try JSON(parsing: answer.body))
    }
}
