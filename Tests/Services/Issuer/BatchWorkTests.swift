import Chassis
import CloudEvents
import Credentials
import Crypto
import Events
import HTTP
import JSON
import Messaging
import Observability
import Postgres
import TestSupport
import Testing

@testable import cairn_issuer

@Suite struct `Issuing a file of completions` {
    @Test func `issues each row once, whatever is handed in again`() async throws {
        try await IssuerStory.run { story in
            try await story.openCampuses()
            let worker = try await story.worker(1)
            let first = try await story.issueFile(IssuerStory.file(0..<3), by: worker)
            #expect(first["state"] == "done" && first["issued"]?.int == 3 && first.counts == [3, 0, 0])
            let again = try await story.upload(IssuerStory.file(0..<3)).json
            #expect(again.counts == [0, 3, 0])
            let nothing = try await story.send(.post, "\(IssuerStory.batches)/\(again["id"]?.string ?? "")/issue")
            #expect(nothing.status == .accepted && nothing.json["state"] == "done")
            let more = try await story.issueFile(IssuerStory.file(0..<4), by: worker)
            #expect(more["issued"]?.int == 1 && more.counts == [1, 3, 0])
            #expect(try await story.count("credential") == 4)
            let found = try await story.send(.get, "/issuer/api/v1/credentials?student_id=S-0").json["credentials"]
            #expect(try await story.change(found?[0]?["id"]?.string ?? "", "revoke").status == .ok)
            // Whoever says yes is told, and may leave it out: once and for all.
            let taken = try await story.upload(IssuerStory.file(0..<5)).json
            #expect(taken.counts == [2, 3, 0] && taken["takenBack"]?.int == 1 && taken["leavesTakenBack"] == false)
            let path = "\(IssuerStory.batches)/\(taken["id"]?.string ?? "")/issue"
            #expect(try await story.send(.post, path + "?taken_back=perhaps").code == "taken-back-unknown")
            for _ in 1...2 {
                let left = try await story.send(.post, path + "?taken_back=leave").json
                #expect(left.counts == [1, 3, 0] && left["takenBack"]?.int == 1 && left["leavesTakenBack"] == true)
            }
            while try await worker.round() {}
            #expect(try await story.send(.get, String(path.dropLast(6))).json["state"] == "done")
            #expect(try await story.count("credential") == 5)
            let corrected = try await story.issueFile(IssuerStory.file(0..<4), by: worker)
            #expect(corrected["issued"]?.int == 1 && corrected.counts == [1, 3, 0] && corrected["takenBack"]?.int == 1)
        }
    }

    @Test func `leaves out also what was taken back after the check`() async throws {
        try await IssuerStory.run { story in
            let achievement = try await story.openCampuses()
            let checked = try await story.upload(IssuerStory.file(0..<2)).json
            #expect(checked.counts == [2, 0, 0] && checked["takenBack"]?.int == 0)
            let issued = try await story.issue(IssuerStory.order(achievement, student: "S-0"), key: "a").json["id"]?.string ?? ""
            #expect(try await story.change(issued, "revoke").status == .ok)
            let path = "\(IssuerStory.batches)/\(checked["id"]?.string ?? "")/issue?taken_back=leave"
            let left = try await story.send(.post, path).json
            #expect(left.counts == [1, 0, 0] && left["takenBack"]?.int == 1 && left["leavesTakenBack"] == true, "\(left)")
        }
    }

    @Test func `signs what a row says, and keeps names in the issuer's own table alone`() async throws {
        try await IssuerStory.run { story in
            try await story.openCampuses()
            let text = """
                student_id,campus,achievement,completed_on,given_name,family_name,email,result,evidence_url
                S-1,NV,WELD-101,2026-05-30,Ada,Li,ada@x.example,B+,https://x.example/1

                """
            let batch = try await story.issueFile(text, by: try await story.worker(1))
            #expect(batch["issued"]?.int == 1)
            let found = try await story.send(.get, "/issuer/api/v1/credentials?student_id=S-1").json["credentials"]
            let id = try #require(found?[0]?["id"]?.string)
            let event = try await story.newestCredential(id)
            let document = try JSON(parsing: event.state.document)
            #expect(document["credentialSubject"]?["result"]?[0]?["value"] == "B+")
            #expect(document["evidence"]?[0]?["id"] == "https://x.example/1")
            #expect(try await story.verdict(on: event.state.document).overall == .valid)
            #expect(["S-1", "Ada", "ada@x"].allSatisfy { !event.state.document.contains($0) })
            #expect(try await story.sql.execute("SELECT name || ' ' || email FROM issuer.person_name").contains("Ada Li ada@x.example"))
            let left = try await story.sql.execute("SELECT count(*) FROM issuer.batch_item WHERE details IS NOT NULL")
            #expect(left.filter(\.isNumber) == "0")
        }
    }

    @Test func `counts rows as held that were issued between check and yes, and as failed what is retired`() async throws {
        try await IssuerStory.run { story in
            let achievement = try await story.openCampuses()
            let worker = try await story.worker(1)
            let left = try await story.upload(IssuerStory.file(0..<2)).json
            #expect(try await story.issueFile(IssuerStory.file(0..<1), by: worker)["issued"]?.int == 1)
            let late = try await story.confirm(left, by: worker)
            #expect(late["state"] == "done" && late["issued"]?.int == 1 && late.counts == [1, 1, 0])
            let retired = try await story.upload(IssuerStory.file(5..<7)).json
            try await story.sql.execute("UPDATE issuer.achievement SET state = 'retired' WHERE id = '\(achievement)'")
            let none = try await story.confirm(retired, by: worker)
            #expect(none["state"] == "done" && none["issued"]?.int == 0 && none["failed"]?.int == 2)
            #expect(try await story.count("credential") == 2)
        }
    }

    @Test func `serves a small file of one college while a large one of another waits`() async throws {
        try await IssuerStory.run { story in
            try await story.openCampuses(1)
            try await story.openCampuses(2)
            let large = try await story.upload(IssuerStory.file(0..<1_600)).json
            let small = try await story.upload(IssuerStory.file(0..<10), as: IssuerStory.staff(2)).json
            for (batch, staff) in [(large, IssuerStory.staff()), (small, IssuerStory.staff(2))] {
                let path = "\(IssuerStory.batches)/\(batch["id"]?.string ?? "")/issue"
                #expect(try await story.send(.post, path, as: staff).status == .accepted)
            }
            let worker = try await story.worker(1)
            #expect(try await worker.round())
            let after = try await story.send(.get, "\(IssuerStory.batches)/\(small["id"]?.string ?? "")", as: IssuerStory.staff(2)).json
            #expect(after["state"] == "done" && after["issued"]?.int == 10)
            let waiting = try await story.send(.get, "\(IssuerStory.batches)/\(large["id"]?.string ?? "")").json
            #expect(waiting["state"] == "issuing" && waiting["issued"]?.int == WorkingOffItems.slice)
            while try await worker.round() {}
            #expect(try await story.count("credential") == 1_610)
        }
    }

    @Test func `lets the living take over from the dead, and writes nothing of what was taken over`() async throws {
        try await IssuerStory.run { story in
            try await story.openCampuses()
            let batch = try await story.upload(IssuerStory.file(0..<5)).json
            let path = "\(IssuerStory.batches)/\(batch["id"]?.string ?? "")"
            #expect(try await story.send(.post, path + "/issue").status == .accepted)
            let (dead, heir) = (try await story.worker(1), try await story.worker(2))
            let (college, deadID) = (CollegeID(1), dead.member)
            let claimed = try await story.events.transaction(as: .events(of: [college])) { tx in
                try tx.claimRows(of: college, for: deadID, dead: 8, limit: 500)
            }
            #expect(claimed.count == 5)
            #expect(try await heir.round() == false, "its owner lives")
            try await story.sql.execute("UPDATE issuer.member SET seen_at = now() - interval '1 hour' WHERE id = '\(deadID)'")
            #expect(try await heir.round())
            let finished = claimed.map { FinishedItem(item: $0, ending: .held) }
            await #expect(throws: SliceFenced.self) {
                try await story.events.transaction(as: .events(of: [college])) { tx in
                    try tx.closeRows(finished, of: college, by: deadID, at: WallTime.now())
                }
            }
            let after = try await story.send(.get, path).json
            #expect(after["state"] == "done" && after["issued"]?.int == 5 && after.counts == [5, 0, 0])
        }
    }

    @Test func `claims nothing for a process that is no member`() async throws {
        try await IssuerStory.run { story in
            try await story.openCampuses()
            let batch = try await story.upload(IssuerStory.file(0..<2)).json
            #expect(try await story.send(.post, "\(IssuerStory.batches)/\(batch["id"]?.string ?? "")/issue").status == .accepted)
            let worker = try await story.worker(1, isMember: false)
            #expect(try await worker.round() == false)
            #expect(try await story.count("credential") == 0)
        }
    }

    @Test func `signs with the new key when the cached one was replaced`() async throws {
        try await IssuerStory.run { story in
            try await story.openCampuses()
            let worker = try await story.worker(1)
            #expect(try await story.issueFile(IssuerStory.file(0..<1), by: worker)["issued"]?.int == 1)
            let method = try await story.replaceKey()
            #expect(try await story.issueFile(IssuerStory.file(1..<2), by: worker)["issued"]?.int == 1)
            let found = try await story.send(.get, "/issuer/api/v1/credentials?student_id=S-1").json["credentials"]
            let event = try await story.newestCredential(found?[0]?["id"]?.string ?? "")
            #expect(try JSON(parsing: event.state.document)["proof"]?["verificationMethod"]?.string == method)
        }
    }

    @Test func `keeps nothing of a file that became too long while it was sent`() async throws {
        try await IssuerStory.run { story in
            try await story.openCampuses()
            let checking = CheckingBatch(
                database: story.http, colleges: Colleges(story.http, masterKeys: try MasterKeys(IssuerStory.masterKey)),
                random: SystemRandom(), now: { WallTime.now() })
            let (bytes, source) = AsyncThrowingStream.makeStream(of: [UInt8].self)
            source.yield(Array((IssuerStory.file(0..<700) + "x\n").utf8))
            source.finish(throwing: HTTPError(.contentTooLarge, "The body is too long."))
            let staff = Visitor.Staff(college: 1, scopes: ["credential.issue"])
            await #expect(throws: HTTPError.self) { try await checking.check(bytes, named: "long.csv", by: staff) }
            let batches = try await story.send(.get, IssuerStory.batches).json["batches"]?.array ?? []
            #expect(batches.count == 1 && batches[0]["state"] == "refused" && batches[0].counts == [0, 0, 0])
            #expect(batches[0]["reason"]?.string?.hasPrefix("The file is longer than 2147483648 bytes, or broke off") == true)
            for table in ["batch_item", "batch_fault"] { #expect(try await story.count(table) == 0) }
        }
    }

    @Test func `gives up a file that broke off`() async throws {
        try await IssuerStory.run { story in
            try await story.openCampuses()
            let batch = try await story.upload(IssuerStory.file(0..<2)).json
            try await story.sql.execute("UPDATE issuer.batch SET state = 'checking', changed_at = now() - interval '1 hour'")
            let worker = try await story.worker(1)
            try await worker.giveUp()
            let after = try await story.send(.get, "\(IssuerStory.batches)/\(batch["id"]?.string ?? "")").json
            #expect(after["state"] == "refused" && after["reason"]?.string?.contains("broke off") == true)
            #expect(try await story.count("batch_item") == 0)
        }
    }
}

extension IssuerStory {
    /// A process that works items off; a number gives it its id.
    func worker(_ number: UInt64, isMember: Bool = true) async throws -> WorkingOffItems {
        let id = UUIDValue(high: 9, low: number)
        if isMember {
            try await self.events.transaction { tx in
                try tx.execute("INSERT INTO issuer.member (id, host, process) VALUES (\(id), 'test', 1)")
            }
        }
        return IssuerWork(
            database: self.events, masterKeys: try MasterKeys(Self.masterKey), site: Site(origin: Self.origin), member: id,
            dead: .seconds(8),
            failpoints: self.failpoints, logger: Logger(label: "work", level: .error, handler: JSONLogHandler()), random: SystemRandom(),
            now: { WallTime.now() }
        ).worker
    }

    /// Hands a file in and has all of it issued; gives the batch as it then is.
    func issueFile(_ text: String, by worker: WorkingOffItems) async throws -> JSON {
        try await self.confirm(try await self.upload(text).json, by: worker)
    }

    /// Says yes to a batch and has it worked off.
    func confirm(_ batch: JSON, by worker: WorkingOffItems) async throws -> JSON {
        let path = "\(Self.batches)/\(batch["id"]?.string ?? "")"
        #expect(try await self.send(.post, path + "/issue").status == .accepted)
        for _ in 0..<20 where try await worker.round() {}
        return try await self.send(.get, path).json
    }
}
