import Chassis
import CloudEvents
import EventStack
import Events
import HTTP
import JSON
import LocalServers
import Observability
import PathwayEngine
import TestSupport
import Testing

@testable import cairn_pathway

@Suite struct `The program cairn-pathway` {
    private static let consumer = KeepOnCatalogue.consumer
    private let ada = PathwayStory.learner(1)

    private func catalogue() -> [CatalogueEvent] { (1...9).map { .achievement(PathwayStory.achieved($0)) } }

    private func publish(_ run: ServiceRun, _ requirement: Requirement) async throws -> ReceivedResponse {
        let body: JSON = [
            "code": "WELD", "name": "Welding", "requirement": requirement.json, "award": PathwayStory.achievement(9).json,
        ]
        return try await run.client().execute(
            "/pathway/api/v1/pathways", method: .post,
            headers: [.authorization: "Bearer \(try ServiceRun.token(PathwayStory.staff()))", .contentType: "application/json"],
            body: body.bytes())
    }

    private func credential(_ number: UInt64, version: Int64 = 1, state: CredentialState.State = .active) -> CredentialEvent {
        let time = WallTime(microseconds: 1_790_000_000_000_000)
        let credential = CredentialState(
            credential: CredentialID(UUIDValue(high: 2, low: number)), college: CollegeID(1), person: self.ada.person,
            issuer: IssuerID(UUIDValue(high: 7, low: 7)), achievement: AchievementEdition(PathwayStory.achievement(number), edition: 1),
            state: state, issuedAt: time, validFrom: time, changedAt: time, skills: [], earnedBy: [], document: "{}")
        return CredentialEvent(state == .revoked ? .revoked : .issued, credential, version: version, at: time)
    }

    private func told(_ stack: EventStack) async throws -> [String] {
        try await stack.database.execute(
            """
            SELECT split_part(type, '.', 4) || ' ' || (convert_from(data, 'UTF8')::json->>'share') FROM pathway.outbox
            WHERE topic = 'cairn.progress.v1' ORDER BY seq
            """
        ).split(separator: "\n").map(\.trimmingBlanks).filter { !$0.isEmpty }
    }

    @Test func `stacks what was earned, and takes it back when it is revoked, through the log`() async throws {
        try await EventStack.with(.pathway) { stack in
            let run = try await stack.start(.both)
            try await stack.publish(self.catalogue())
            try await stack.arrival(of: self.catalogue(), at: Self.consumer)
            let made = try await self.publish(run, .all([PathwayStory.leaf(1), PathwayStory.leaf(2)]))
            #expect(made.status == .created, "\(made.text)")
            let item = ItemEvent(
                .accepted,
                ItemState(
                    item: ItemID(UUIDValue(high: 8, low: 8)), college: CollegeID(1), person: self.ada.person, state: .held, origin: .issued,
                    credential: CredentialID(UUIDValue(high: 2, low: 1)), skills: [], since: .now()), version: 1, at: .now())
            try await stack.publish([item])
            try await stack.arrival(of: [item], at: Self.consumer)
            #expect(try await self.told(stack) == [], "an item counts only by its credential")
            let earned = [self.credential(1), self.credential(2)]
            for event in earned {
                try await stack.publish([event])
                try await stack.arrival(of: [event], at: Self.consumer)
            }
            #expect(try await self.told(stack) == ["advanced 5000", "completed 10000"])
            let revoked = self.credential(1, version: 2, state: .revoked)
            try await stack.publish([revoked])
            try await stack.arrival(of: [revoked], at: Self.consumer)
            #expect(try await self.told(stack) == ["advanced 5000", "completed 10000", "reopened 5000"])
            #expect(try await stack.database.execute("SELECT count(*) FROM pathway.parked").contains("0"))
            #expect(await run.child.stop() == .exited(0))
            #expect(try !run.log.contains("Skill") && !run.log.contains(self.ada.person.description))
        }
    }

    @Test func `killed while it applies, goes on where it was, and tells of each change once`() async throws {
        try await EventStack.with(.pathway) { stack in
            let http = try await stack.start(.http)
            let reader = try await stack.start(.events)
            try await stack.publish(self.catalogue())
            try await stack.arrival(of: self.catalogue(), at: Self.consumer)
            #expect(await reader.child.stop() == .exited(0))
            #expect(try await self.publish(http, .all([PathwayStory.leaf(1), PathwayStory.leaf(2)])).status == .created)
            let earned = [self.credential(1), self.credential(2)]
            try await stack.publish(earned)
            let doomed = try await stack.start(.events, flags: ["--failpoints", "consumer-applied=kill"])
            #expect(await doomed.child.wait() == .signalled(9), "the failpoint was reached")
            #expect(try await self.told(stack) == [], "nothing of the slice is there")
            let heir = try await stack.start(.events)
            try await stack.arrival(of: earned, at: Self.consumer)
            let told = try await self.told(stack)
            #expect(told.last == "completed 10000" && told.count <= 2)
            let rows = try await stack.database.execute("SELECT count(*) || '/' || max(version) FROM pathway.progress")
            #expect(rows.contains("1/\(told.count)"))
            #expect(await heir.child.stop() == .exited(0))
            #expect(await http.child.stop() == .exited(0))
        }
    }

    @Test func `takes every record twice, and is moved by each once`() async throws {
        try await EventStack.with(.pathway) { stack in
            let run = try await stack.start(.both)
            try await stack.publish(self.catalogue())
            try await stack.arrival(of: self.catalogue(), at: Self.consumer)
            #expect(try await self.publish(run, .all([PathwayStory.leaf(1), PathwayStory.leaf(2)])).status == .created)
            let earned = [self.credential(1), self.credential(2)]
            try await stack.publish(earned)
            try await stack.arrival(of: earned, at: Self.consumer)
            let before = try await self.told(stack)
            // The relay of the source begins anew: all that it ever wrote goes out again.
            try await stack.database.execute(
                "UPDATE source.relay SET epoch = epoch + 1, owner = NULL, done = '1:1:', upto = NULL, seq = 0")
            // What is new makes it notice.
            try await stack.publish([CatalogueEvent.achievement(PathwayStory.achieved(10))])
            let operations = try await run.client(of: "operations")
            try await eventually("records that came twice are skipped") {
                try await operations.execute("/metrics").text.split(separator: "\n").contains { line in
                    line.hasPrefix("cairn_inbox_skipped_total") && (line.split(separator: " ").last.flatMap { Int($0) } ?? 0) >= 11
                }
            }
            #expect(try await self.told(stack) == before)
            #expect(await run.child.stop() == .exited(0))
        }
    }

    @Test func `brings a pathway that is published later to all who hold something, within seconds`() async throws {
        try await EventStack.with(.pathway) { stack in
            let run = try await stack.start(.both)
            try await stack.publish(self.catalogue())
            let earned = [self.credential(1), self.credential(2)]
            try await stack.publish(earned)
            try await stack.arrival(of: self.catalogue(), at: Self.consumer)
            try await stack.arrival(of: earned, at: Self.consumer)
            #expect(try await self.publish(run, .all([PathwayStory.leaf(1), PathwayStory.leaf(2)])).status == .created)
            try await eventually("the stack is complete", within: .seconds(15)) { try await self.told(stack) == ["completed 10000"] }
            #expect(await run.child.stop() == .exited(0))
        }
    }
}
