import Crypto
import JSON
import TestSupport
import Testing

@testable import Credentials

@Suite struct `A message of the issuer` {
    static let list = Story.list + "m"

    func verdict(_ status: Int, size: Int = 2, takenAt: DateTimeStamp = Story.now, signedBy other: Story? = nil) throws -> Verdict {
        var story = try Story()
        let messages = [0: "Nothing to say", 1: "Under review", 2: "Address moved", 3: "Other"]
        story.badge.status.append(StatusEntry(purpose: "message", index: 5, list: Self.list, size: size, messages: messages))
        var bits = BitstringStatusList(statusSize: size)
        try bits.set(status, at: 5)
        var context = try story.context()
        let list = try (other ?? story).list(Self.list, purpose: "message", bits)
        context.statusLists[Self.list] = StatusListCopy(document: list, takenAt: takenAt)
        return try story.verdict(in: context)
    }

    @Test func `is shown by the value of its entry, and decides nothing`() throws {
        for (status, message) in [(0, "Nothing to say"), (1, "Under review"), (2, "Address moved")] {
            let verdict = try self.verdict(status)
            let check = try #require(verdict.checks.first { $0.code == .statusMessage })
            #expect(check.facts["message"] == .string(message) && check.pointer == "/credentialStatus/1")
            #expect(verdict.overall == .valid)
        }
    }

    @Test func `of somebody else, or of an old list, is not shown`() throws {
        for verdict in [
            try self.verdict(1, signedBy: Story(seed: 2)), try self.verdict(1, takenAt: Story.now.advanced(bySeconds: -86_401)),
        ] {
            #expect(verdict.outcome(of: .statusMessage) == nil && verdict.overall == .valid)
        }
    }
}

@Suite struct `A status of several bits` {
    @Test func `is set by any value but 0`() throws {
        var story = try Story()
        let messages = Dictionary(uniqueKeysWithValues: (0..<4).map { ($0, "m\($0)") })
        story.badge.status = [StatusEntry(purpose: "revocation", index: 131_071, list: Story.list, size: 2, messages: messages)]
        for value in 0..<4 {
            story.bits = BitstringStatusList(statusSize: 2)
            try story.bits.set(value, at: 131_071)
            #expect(try story.verdict().reason(.revocation) == (value == 0 ? nil : .revoked), "\(value)")
        }
    }
}

@Suite struct `A list of StatusList2021` {
    func list(_ story: Story, _ bits: BitstringStatusList, _ change: (JSON) -> JSON = { $0 }) throws -> JSON {
        let packed = String(bits.encoded.dropFirst())
        let document: JSON = [
            "@context": ["https://www.w3.org/2018/credentials/v1", "https://w3id.org/vc/status-list/2021/v1"], "id": .string(Story.list),
            "type": ["VerifiableCredential", "StatusList2021Credential"], "issuer": .string(story.did.description),
            "issuanceDate": "2026-11-01T00:00:00Z", "expirationDate": "2026-12-01T00:00:00Z",
            "credentialSubject": ["type": "StatusList2021", "statusPurpose": "revocation", "encodedList": .string(packed)],
        ]
        return try story.sign(change(document))
    }

    func verdict(_ index: JSON = "5", _ change: (JSON) -> JSON = { $0 }, at time: DateTimeStamp = Story.now) throws -> Verdict {
        let story = try Story()
        var bits = BitstringStatusList()
        try bits.set(1, at: 6)
        let entry: JSON = [
            "id": .string(Story.list + "#5"), "type": "StatusList2021Entry", "statusPurpose": "revocation", "statusListIndex": index,
            "statusListCredential": .string(Story.list),
        ]
        var context = try story.context()
        context.statusLists[Story.list] = StatusListCopy(document: try self.list(story, bits, change), takenAt: time)
        return try story.verdict(of: story.sign(story.badge.json.with("credentialStatus", entry)), at: time, in: context)
    }

    @Test func `is read bit by bit, whatever alphabet it is packed in`() throws {
        #expect(try self.verdict().outcome(of: .revocation) == .passed)
        #expect(try self.verdict("6").reason(.revocation) == .revoked)
        #expect(try self.verdict("131072").reason(.revocation) == .statusError)
        #expect(try self.verdict(5).reason(.revocation) == .statusError)
        let standard = try self.verdict("6") { document in
            let subject = document["credentialSubject"] ?? [:]
            let packed = (try? Base64.url.decode(subject["encodedList"]?.string ?? "")) ?? []  // a failure shows below
            return document.with("credentialSubject", subject.with("encodedList", .string(Base64.standard.encode(packed))))
        }
        #expect(standard.reason(.revocation) == .revoked)
    }

    @Test func `ends, and is not read for an entry of another standard`() throws {
        let after = try #require(DateTimeStamp("2026-12-01T00:00:00Z"))
        #expect(try self.verdict(at: after).reason(.revocation) == .listTooOld)
        let story = try Story()
        var context = try story.context()
        context.statusLists[Story.list] = StatusListCopy(document: try self.list(story, BitstringStatusList()), takenAt: Story.now)
        let verdict = try story.verdict(in: context)
        #expect(verdict.outcome(of: .revocation)?.reason?.facts["error"] == "STATUS_VERIFICATION_ERROR")
    }

    /// 1 KiB of gzip for each MiB of zeros: unpacking stops at the limit, as with the current standard.
    @Test(.enabled(if: SharedFiles.has("standards/vectors/bitstring-status-list"))) func `that is a bomb is not unpacked`() throws {
        let vectors = try SharedJSON.read("vectors/bitstring-status-list/vectors.json")
        let bomb = try #require(vectors["must_reject"]?.array?.last?["encodedList"]?.string)
        do throws(StatusListError) {
            _ = try BitstringStatusList(encoded2021: String(bomb.dropFirst()))
            Issue.record("it was unpacked")
        } catch {
            #expect(error.description.contains("the limit of \(BitstringStatusList.maximumBytes) bytes"))
        }
        #expect(throws: StatusListError.self) { try BitstringStatusList(encoded2021: "H4sI===") }
        #expect(throws: StatusListError.self) { try BitstringStatusList(encoded2021: "u" + bomb.dropFirst()) }
    }
}

@Suite struct `A list of 1EdTechRevocationList` {
    static let url = "https://college.example/revocations"

    func list(_ story: Story, _ items: [JSON]) -> JSON {
        ["id": .string(Self.url), "issuer": ["id": .string(story.did.description)], "revokedCredentials": .array(items)]
    }

    func verdict(_ items: [JSON], age: Int64 = 60, _ change: (JSON) -> JSON = { $0 }) throws -> Verdict {
        let story = try Story()
        let status: JSON = ["id": .string(Self.url), "type": "1EdTechRevocationList"]
        let document = change(self.list(story, items))
        let context = VerificationContext(
            statusLists: [Self.url: StatusListCopy(document: document, takenAt: Story.now.advanced(bySeconds: -age))])
        return try story.verdict(of: story.sign(story.badge.json.with("credentialStatus", status)), in: context)
    }

    let id: JSON = "https://college.example/credentials/1"

    @Test func `names what was taken back, and why`() throws {
        #expect(try self.verdict([]).outcome(of: .revocation) == .passed)
        #expect(try self.verdict([["id": "https://college.example/credentials/2"]]).outcome(of: .revocation) == .passed)
        #expect(try self.verdict([["id": self.id, "revoked": false]]).outcome(of: .revocation) == .passed)
        #expect(try self.verdict([["id": self.id]]).outcome(of: .revocation) == .failed(Reason(.revoked)))
        let said = try self.verdict([["id": self.id, "revoked": true, "revocationReason": "Issued in error"]])
        #expect(said.outcome(of: .revocation) == .failed(Reason(.revoked, ["reason": "Issued in error"])))
        #expect(said.checks.first { $0.code == .revocation }?.pointer == "/credentialStatus")
    }

    @Test func `counts only as the issuer's own, whole and new`() throws {
        #expect(try self.verdict([], age: 86_401).reason(.revocation) == .listTooOld)
        #expect(try self.verdict([["id": self.id]], age: 86_401).reason(.revocation) == .revoked)
        #expect(try self.verdict([]) { $0.with("issuer", "did:key:z6Mk") }.reason(.statusAge) == .listNotTheIssuers)
        for broken in [
            try self.verdict([5]), try self.verdict([["id": self.id, "revoked": "no"]]), try self.verdict([]) { $0.with("issuer", nil) },
            try self.verdict([]) { $0.with("id", "https://college.example/other") },
            try self.verdict([]) { $0.with("revokedCredentials", nil) },
        ] {
            #expect(broken.reason(.revocation) == .statusError)
        }
        let story = try Story()
        let signed = try story.sign(self.list(story, []))
        let changed = try self.verdict([["id": self.id, "revoked": false]]) { $0.with("proof", signed["proof"]) }
        #expect(changed.reason(.statusAge) == .listNotTheIssuers)
        #expect(try self.verdict([]) { $0.with("proof", signed["proof"]) }.outcome(of: .revocation) == .passed)
    }

    @Test func `that is not here leaves it open`() throws {
        let story = try Story()
        let status: JSON = ["id": .string(Self.url), "type": "1EdTechRevocationList"]
        let verdict = try story.verdict(of: story.sign(story.badge.json.with("credentialStatus", status)))
        #expect(verdict.reason(.revocation) == .statusUnavailable)
    }
}
