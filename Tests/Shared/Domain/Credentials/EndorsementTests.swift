import Credentials
import JSON
import Testing

@Suite struct `A verdict on endorsements` {
    /// A board that endorses what the college does.
    let board: Story
    let college: Story

    init() throws {
        self.college = try Story()
        self.board = try Story(seed: 2)
    }

    func endorsement(
        of subject: String = "https://college.example/achievements/welding", id: String = "https://board.example/endorsements/1",
        by other: Story? = nil, _ change: (JSON) -> JSON = { $0 }
    ) throws -> JSON {
        let signer = other ?? self.board
        let document: JSON = [
            "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
            "id": .string(id), "type": ["VerifiableCredential", "EndorsementCredential"],
            "issuer": ["id": .string(signer.did.description), "type": ["Profile"], "name": "State Board"],
            "validFrom": "2026-09-01T08:00:00Z",
            "credentialSubject": ["id": .string(subject), "type": ["EndorsementSubject"], "endorsementComment": "Sound."],
        ]
        return try signer.sign(change(document))
    }

    /// The badge with endorsements of its achievement, of its issuer and of itself.
    func badge(achievement: [JSON] = [], issuer: [JSON] = [], itself: [JSON] = []) throws -> JSON {
        var badge = self.college.badge.json
        if !achievement.isEmpty {
            let subject = try #require(badge["credentialSubject"])
            let welding = try #require(subject["achievement"]).with("endorsement", .array(achievement))
            badge = badge.with("credentialSubject", subject.with("achievement", welding))
        }
        if !issuer.isEmpty { badge = badge.with("issuer", try #require(badge["issuer"]).with("endorsement", .array(issuer))) }
        if !itself.isEmpty { badge = badge.with("endorsement", .array(itself)) }
        return try self.college.sign(badge)
    }

    func check(_ endorsement: JSON) throws -> Check {
        try #require(try self.college.verdict(of: self.badge(achievement: [endorsement])).checks.first { $0.code == .endorsement })
    }

    @Test func `takes those that their own issuer signed, wherever they stand`() throws {
        let subjects = [self.college.did.description, "https://college.example/credentials/1"]
        let badge = try self.badge(
            achievement: [self.endorsement()], issuer: [self.endorsement(of: subjects[0])],
            itself: [self.endorsement(of: subjects[1]), self.endorsement()])
        let verdict = try self.college.verdict(of: badge)
        let found = verdict.checks.filter { $0.code == .endorsement }
        #expect(
            found.map { $0.pointer?.description } == [
                "/issuer/endorsement/0", "/credentialSubject/achievement/endorsement/0", "/endorsement/0", "/endorsement/1",
            ])
        #expect(found.allSatisfy { $0.outcome == .passed && $0.facts["who"] == .string(self.board.did.description) })
        #expect(verdict.overall == .valid)
    }

    @Test func `names an endorser by the lists that count, never by its own word`() throws {
        var context = try self.college.context()
        context.trustLists.append(TrustList(name: "Boards", issuers: [self.board.did.description: .init(name: "Board of Trades")]))
        let verdict = try self.college.verdict(of: self.badge(achievement: [self.endorsement()]), in: context)
        #expect(verdict.checks.first { $0.code == .endorsement }?.facts["who"] == "Board of Trades")
    }

    @Test func `refuses one that is forged, changed, of another thing, at its end or taken back`() throws {
        let forged = try self.endorsement(by: self.college) {
            $0.with("issuer", ["id": .string(self.board.did.description), "type": ["Profile"]])
        }
        #expect(try self.check(forged).outcome.reason?.code == .keyOfAnother)
        let changed = try self.endorsement().with("name", "Better")
        let verdict = try self.college.verdict(of: self.badge(achievement: [changed]))
        #expect(verdict.outcome(of: .proof) == .passed && verdict.reason(.endorsement) == .signatureMismatch)
        #expect(verdict.overall == .invalid && Headline(of: verdict) == .failed)
        #expect(try self.check(self.endorsement(of: "https://other.example/achievements/1")).outcome.reason?.code == .endorsesAnother)
        let ended = try self.check(self.endorsement { $0.with("validUntil", "2026-11-01T00:00:00Z") }).outcome
        #expect(ended.isFailed && ended.reason?.code == .ended && ended.reason?.facts["check"] == "valid-until")
        #expect(try self.check(self.endorsement().with("proof", nil)).outcome.reason?.code == .noProof)
        let url = "https://board.example/status/1"
        let status = StatusEntry(purpose: "revocation", index: 7, list: url)
        var (bits, context) = (BitstringStatusList(), try self.college.context())
        try bits.set(1, at: 7)
        context.statusLists[url] = StatusListCopy(document: try self.board.list(url, bits), takenAt: Story.now)
        let revoked = try self.badge(achievement: [self.endorsement { $0.with("credentialStatus", status.json) }])
        #expect(try self.college.verdict(of: revoked, in: context).reason(.endorsement) == .revoked)
        #expect(try self.college.verdict(of: revoked).reason(.endorsement) == .statusUnavailable)
    }

    @Test func `refuses one that has not the form of an endorsement`() throws {
        for (change, code) in [
            ({ $0.with("validFrom", nil) }, .missing), ({ $0.with("issuer", $0["issuer"]?["id"]) }, .wrongType),
            ({ $0.with("credentialSubject", $0["credentialSubject"]?.with("type", "AchievementSubject")) }, .wrongType),
            ({ $0.with("nonsense", "x") }, .unknownTerm), ({ $0.with("type", "EndorsementCredential") }, .notACredential),
            ({ $0.with("type", ["VerifiableCredential", "OpenBadgeCredential"]) }, .unsupportedFormat),
        ] as [((JSON) -> JSON, Reason.Code)] {
            #expect(try self.check(self.endorsement(change)).outcome.reason?.code == code, "\(code)")
        }
    }

    @Test func `opens endorsements of endorsers to a depth, and no circle`() throws {
        let third = try Story(seed: 3)
        func endorsing(_ inner: JSON, _ id: Int) throws -> JSON {
            try self.endorsement(id: "https://board.example/endorsements/\(id)") { document in
                document.with("issuer", document["issuer"]?.with("endorsement", [inner]))
            }
        }
        func codes(_ endorsement: JSON, depth: Int = 4) throws -> [String] {
            var context = try self.college.context()
            context.limits.endorsementDepth = depth
            return try self.college.verdict(of: self.badge(achievement: [endorsement]), in: context).checks
                .filter { $0.code == .endorsement }.map { $0.outcome.reason?.code.rawValue ?? $0.outcome.name }
        }
        let inner = try self.endorsement(of: self.board.did.description, id: "https://third.example/1", by: third)
        #expect(try codes(endorsing(inner, 2)) == ["passed", "passed"])
        let forged = inner.with("name", "Better")
        #expect(try codes(endorsing(forged, 2)) == ["passed", "signature-mismatch"])
        #expect(try codes(endorsing(inner, 2), depth: 1) == ["passed", "too-deep"])
        let circle = try self.endorsement(of: self.board.did.description, id: "https://board.example/endorsements/2")
        #expect(try codes(endorsing(circle, 2)) == ["passed", "endorsement-cycle"])
        let badge = try self.endorsement(id: "https://college.example/credentials/1")
        #expect(try codes(badge) == ["endorsement-cycle"])
    }

    @Test func `judges so many and leaves the rest open`() throws {
        let many = try (0..<17).map { try self.endorsement(id: "https://board.example/endorsements/\($0)") }
        let found = try self.college.verdict(of: self.badge(achievement: many)).checks.filter { $0.code == .endorsement }
        #expect(found.count { $0.outcome == .passed } == 16)
        #expect(found.last?.outcome == .notChecked(Reason(.tooManyEndorsements, ["limit": 16])))
    }

    @Test func `leaves open what is not read here, and all of it when the badge itself is not its issuer's`() throws {
        let token = try self.college.sign(
            self.college.badge.json.with("endorsementJwt", ["eyJ"]).with("endorsement", "https://a.example/1"))
        let verdict = try self.college.verdict(of: token)
        #expect(
            verdict.checks.filter { $0.code == .endorsement }.map(\.outcome)
                == Array(repeating: .notChecked(Reason(.notSupported)), count: 2))
        let changed = try self.badge(achievement: [self.endorsement()]).with("name", "Brazing")
        let refuted = try self.college.verdict(of: changed)
        #expect(refuted.reason(.endorsement) == .notMade && refuted.reason(.proof) == .signatureMismatch)
        let nested = try self.college.verdict(of: self.college.sign(self.college.badge.json.with("verifiableCredential", [:])))
        #expect(nested.reason(.nested) == .notSupported)
    }
}
