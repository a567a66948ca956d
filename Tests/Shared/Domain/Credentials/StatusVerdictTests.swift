import Credentials
import JSON
import Testing

@Suite struct `A verdict on status and trust` {
    func verdict(_ story: Story, _ change: (inout VerificationContext) throws -> Void) throws -> Verdict {
        var context = try story.context()
        try change(&context)
        return try story.verdict(in: context)
    }

    @Test func `does not take a list of somebody else`() throws {
        let (story, other) = (try Story(), try Story(seed: 2))
        let verdict = try self.verdict(story) {
            $0.statusLists[Story.list] = StatusListCopy(document: try other.list(), takenAt: Story.now)
        }
        #expect(verdict.reason(.statusAge) == .listNotTheIssuers)
        #expect(verdict.reason(.revocation) == .listNotTheIssuers)
        #expect(verdict.overall == .invalid)
    }

    @Test func `does not take a list that was changed, or one without a proof`() throws {
        var story = try Story()
        let clean = try #require(try story.list()["credentialSubject"])
        try story.bits.set(1, at: 5)
        let changed = try story.list().with("credentialSubject", clean)
        for document in [changed, changed.with("proof", nil)] {
            let verdict = try self.verdict(story) { $0.statusLists[Story.list] = StatusListCopy(document: document, takenAt: Story.now) }
            #expect(verdict.reason(.statusAge) == .listNotTheIssuers)
            #expect(verdict.outcome(of: .revocation) != .passed)
        }
    }

    @Test func `does not believe an old copy that says nothing, but one that says revoked`() throws {
        var story = try Story()
        story.badge.status.append(StatusEntry(purpose: "suspension", index: 9, list: Story.list + "s"))
        func old(_ context: inout VerificationContext) throws {
            let taken = Story.now.advanced(bySeconds: -301)
            context.statusLists[Story.list] = StatusListCopy(document: try story.list(), takenAt: taken)
            let holds = try story.list(Story.list + "s", purpose: "suspension", story.suspensions)
            context.statusLists[Story.list + "s"] = StatusListCopy(document: holds, takenAt: taken)
        }
        let silent = try self.verdict(story, old)
        #expect(silent.reason(.statusAge) == .listTooOld)
        #expect(silent.reason(.revocation) == .listTooOld)
        #expect(silent.overall == .unchecked)
        try story.bits.set(1, at: 5)
        try story.suspensions.set(1, at: 9)
        let loud = try self.verdict(story, old)
        #expect(loud.reason(.revocation) == .revoked)
        #expect(loud.reason(.suspension) == .listTooOld)
    }

    @Test func `reads bits whose origin is known, of this issuer, purpose and size, and not too old`() throws {
        let (story, other) = (try Story(), try Story(seed: 2))
        func verdict(
            _ bits: BitstringStatusList, issuer: String? = nil, purpose: String = "revocation", id: String = Story.list, age: Int64 = 60
        ) throws -> Verdict {
            let list = KnownStatusList(id: id, issuer: issuer ?? story.did.description, purpose: purpose, bits: bits)
            return try self.verdict(story) {
                $0.statusLists[Story.list] = StatusListCopy(known: list, takenAt: Story.now.advanced(bySeconds: -age))
            }
        }
        var set = BitstringStatusList()
        try set.set(1, at: 5)
        #expect(try verdict(BitstringStatusList()).overall == .valid)
        #expect(try verdict(set).reason(.revocation) == .revoked)
        #expect(try verdict(BitstringStatusList(), issuer: other.did.description).reason(.statusAge) == .listNotTheIssuers)
        #expect(try verdict(BitstringStatusList(), purpose: "suspension").reason(.revocation) == .statusError)
        #expect(try verdict(BitstringStatusList(), id: Story.list + "0").reason(.revocation) == .statusError)
        #expect(try verdict(BitstringStatusList(statusSize: 2)).reason(.revocation) == .statusError)
        #expect(try verdict(BitstringStatusList(), age: 86_400).overall == .valid)
        #expect(try verdict(BitstringStatusList(), age: 86_401).reason(.revocation) == .listTooOld)
    }

    @Test func `does not believe a list that has ended`() throws {
        let story = try Story()
        let time = Story.now.advanced(bySeconds: 86_400)
        var context = try story.context()
        context.statusLists[Story.list] = StatusListCopy(document: try story.list(), takenAt: time)
        #expect(try story.verdict(at: time, in: context).reason(.revocation) == .listTooOld)
    }

    @Test func `names the error of an entry that cannot be looked up`() throws {
        let story = try Story()
        for (name, value, error) in [
            ("statusListIndex", "131072", "RANGE_ERROR"), ("statusListIndex", "43abc", "MALFORMED_VALUE_ERROR"),
            ("statusPurpose", "suspension", "STATUS_VERIFICATION_ERROR"),
        ] as [(String, JSON, JSON)] {
            let entry = story.badge.status[0].json.with(name, value)
            let verdict = try story.verdict(of: story.sign(story.badge.json.with("credentialStatus", entry)))
            let outcome = verdict.outcome(of: name == "statusPurpose" ? .suspension : .revocation)
            #expect(outcome?.reason?.code == .statusError)
            #expect(outcome?.reason?.facts["error"] == error)
            #expect(verdict.overall == .unchecked)
        }
    }

    @Test func `leaves a status of another kind or purpose open, and passes over a message`() throws {
        let story = try Story()
        func verdict(_ name: String, _ value: JSON) throws -> Verdict {
            let entry = story.badge.status[0].json.with(name, value)
            return try story.verdict(of: story.sign(story.badge.json.with("credentialStatus", [story.badge.status[0].json, entry])))
        }
        #expect(try verdict("type", "https://college.example/OtherStatus").reason(.revocation) == .statusUnknownType)
        #expect(try verdict("statusPurpose", "blocked").reason(.revocation) == .statusUnknownType)
        #expect(try verdict("statusPurpose", "message").overall == .valid)
        let many = JSON.array(Array(repeating: story.badge.status[0].json, count: 9))
        #expect(try story.verdict(of: story.sign(story.badge.json.with("credentialStatus", many))).reason(.revocation) == .tooManyStatuses)
    }

    @Test func `says when the issuer offers no status`() throws {
        var story = try Story()
        story.badge.status = []
        let verdict = try story.verdict()
        #expect(verdict.reason(.statusNone) == .noStatus)
        #expect(verdict.outcome(of: .revocation) == nil)
        #expect(Headline(of: verdict) == .couldNotCheck)
    }

    @Test func `holds issuer and name against the lists`() throws {
        var story = try Story()
        let id = story.did.description
        func with(_ lists: [TrustList]) throws -> Verdict { try self.verdict(story) { $0.trustLists = lists } }
        let removed = TrustList.Entry(name: "Example College", removedAt: Story.now)
        #expect(try with([TrustList(name: "A", issuers: [id: removed])]).reason(.issuerList) == .removedFromList)
        #expect(try with([TrustList(name: "A", issuers: [id: TrustList.Entry(name: "Other")])]).reason(.issuerName) == .otherName)
        #expect(try with([TrustList(name: "A", issuers: [id: TrustList.Entry()])]).reason(.issuerName) == .noName)
        let silent = try with([TrustList(name: "A", issuers: nil)])
        #expect(silent.reason(.listReach) == .listUnreachable)
        #expect(Headline(of: silent) == .couldNotCheck)
        let second = TrustList(name: "B", issuers: [id: TrustList.Entry(name: "Example College")])
        #expect(try with([TrustList(name: "A", issuers: nil), second]).overall == .valid)
        #expect(try with([TrustList(name: "A", issuers: [id: removed]), second]).overall == .valid)
        story.trustLists = []
        #expect(try story.verdict().steps.last?.checks == [])
    }

    @Test func `is written as JSON with counts, codes and facts`() throws {
        var story = try Story()
        try story.bits.set(1, at: 5)
        let json = try story.verdict().json
        #expect(json["verdict"] == "invalid")
        #expect(json["headline"] == "revoked")
        #expect(json["counts"] == ["checks": 14, "passed": 13, "failed": 1, "not-checked": 0])
        #expect(json["steps"]?.array?.compactMap { $0["step"]?.string } == ["structure", "proof", "key", "dates", "status", "trust"])
        #expect(
            json["steps"]?[3]?["checks"] == [
                ["check": "valid-from", "outcome": "passed", "facts": ["date": "2026-09-01T08:00:00Z"]],
                ["check": "valid-until", "outcome": "passed"],
            ])
        #expect(json["steps"]?[4]?["checks"]?[1]?["facts"] == ["date": "2026-11-25T11:59:00Z", "list": .string(Story.list)])
        #expect(
            json["steps"]?[4]?["checks"]?[0] == [
                "check": "revocation", "outcome": "failed", "pointer": "/credentialStatus", "reason": ["code": "revoked"],
            ])
    }
}
