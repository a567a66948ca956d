import Chassis
import Crypto
import HTTP
import JSON
import LocalServers
import Observability
import TestSupport
import Testing

@testable import cairn

/// The story is no show: other rows come to other numbers, each to the one that follows from them.
@Suite(.enabled(if: TestTier.isAll && StackRun.isWhole), .serialized) struct `A story of changed rows` {
    @Test func `changes the numbers that the rows decide, and no other, at its first telling and at its second`() async throws {
        let demo = try DemoCopy()
        try demo.change("completions.csv") { lines in
            // With this row the learner has all that the IT Support Certificate takes.
            lines[504] = lines[504].replacing(",IT-SYSTEM,", with: ",IT-SYSTEMS,")
            // Her two other rows keep her wallet filled; no pathway and no ranking counts this one.
            lines[535] = lines[535].replacing(",2024-03-26,", with: ",26.03.2024,")
            lines.append(lines[1])
            lines.append("S299999,HARBOR,PV-MOUNTING,2025-05-06,Noa,Berg,noa.berg@students.calderridge.example,Pass,")
        }
        try demo.change("consents.csv") { $0.append("S299999,6b0f2c1e-83d4-4f5a-9a57-2d1c7e90b3a4,matching,90") }
        try await demo.workOut()

        let (before, after) = (try DemoCopy.expectation(of: DemoCopy.original), try DemoCopy.expectation(of: demo.path))
        #expect(after.rows == before.rows + 2)
        #expect(
            after.refused == (before.refused.filter { $0.line != 505 } + [.init(line: 536, column: "completed_on")]).sorted {
                $0.line < $1.line
            }
                + [.init(line: 1_002, column: "student_id")])
        #expect(after.signed == before.signed + 1 && after.wallets == before.wallets + 1)
        #expect(after.stacked == before.stacked.merging(["IT-SUPPORT": 1], uniquingKeysWith: +))
        // Mounting shows Installation, which counts 5 for a solar installer, and Coordination, which counts 4.
        let place = DemoExpectation.Ranked(student: "S299999", points: 9, of: 58)
        for (former, now) in [(before.ranking, after.ranking), (before.rankingAfterRevocation, after.rankingAfterRevocation)] {
            var changed = now
            changed["PV-INSTALLER"]?.removeAll { $0 == place }
            #expect(changed == former && now["PV-INSTALLER"]?.contains(place) == true)
        }

        let folder = try TestFolder.new()
        let run = try await StackRun.running(in: folder, port: StackRun.freePort(), ["--from", demo.path])
        try await run.says("One credential, with every check:")
        let second = try await StackRun.cairn(["demo", "--from", demo.path, "--folder", folder])
        #expect(second.code == 0)
        for told in [try run.output, second.output] {
            #expect(told.contains("\nEvery line holds.\n") && !told.contains("the story alone: "))
            let table = `The story`.table(told)
            for (label, number) in [
                ("rows read", 1_002), ("refused", 13), ("credentials signed", 989), ("wallets filled", 197), ("certificates stacked", 136),
                ("consents given", 55), ("ranked: Solar installer", 42), ("ranked without it", 42),
            ] {
                #expect(table[label]?.number == number, "\(label)")
            }
            #expect(table["certificates stacked"]?.rest.contains("IT-SUPPORT 63, SOLAR 59, SMART-BUILDING 14") == true)
            #expect(table["revoked, says the verifier"]?.rest.hasPrefix("revoked ") == true)
            #expect(table["cairn check"]?.rest.contains("lost 0, double 0, foreign 0") == true)
        }
        try await Self.withdrawOne(folder, port: run.port)
        let third = try await StackRun.cairn(["demo", "--from", demo.path, "--folder", folder])
        let table = `The story`.table(third.output)
        #expect(third.code == 0 && third.output.contains("\nEvery line holds.\n"), "\(third.output)")
        #expect(table["consents given"]?.number == 54 && table["credentials signed"]?.number == 989)
        #expect(table["ranked without it"]?.number == 41, "and nobody says that there should be 42")
        #expect(await run.child.stop(.interrupt, grace: .seconds(25)) == .exited(0))
        #expect(StackRun.processes(of: folder) == [])
    }

    /// The learner of the row that was added takes her consent back: that is hers to give again.
    private static func withdrawOne(_ folder: String, port: Int) async throws {
        let local = try LocalSite.read(folder)
        let client = HTTPClient()
        let site = SiteClient(url: "http://localhost:\(port)", client: client)
        let ticket = SignInTicket(bearer: .learner(college: 1, student: "S299999"))
        let learner = try await site.signIn(by: local.ticket(ticket, at: WallTime.now(), for: .seconds(600), from: SystemRandom()))
        let consents = try await site.json(.get, "/wallet/api/v1/consents", as: learner)["consents"]?.array ?? []
        let id = try #require(consents.first?["id"]?.string)
        try await site.json(.post, "/wallet/api/v1/consents/\(id)/withdraw", as: learner)
        await client.shutdown()
    }
}
