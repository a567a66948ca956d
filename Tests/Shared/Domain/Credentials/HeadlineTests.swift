import Credentials
import JSON
import Testing

@Suite struct `The headline of a result` {
    @Test func `is that all checks passed, for a sound badge of a listed issuer`() throws {
        let verdict = try Story().verdict()
        #expect(Headline(of: verdict) == .allPassed)
        #expect(verdict.overall == .valid)
        #expect(
            verdict.checks.map(\.code) == [
                .format, .schema, .context, .proof, .integrity, .key, .keyTime, .keyCompromise, .validFrom, .validUntil, .revocation,
                .statusAge, .issuerList, .issuerName,
            ])
    }

    @Test(arguments: ["", "hello", "{", "[]", "{}", "5", "{\"type\":\"VerifiableCredential\"", "{\"a\":1,\"a\":2}", "\u{FEFF}{}"])
    func `is that it cannot be read, for what is no credential`(text: String) {
        let verdict = Verification(of: Array(text.utf8), at: Story.now, in: VerificationContext()).verdict()
        #expect(Headline(of: verdict) == .unreadable)
        #expect(verdict.overall == .invalid)
    }

    @Test func `is that the text is not as signed, when a letter was changed, and no check is then passed`() throws {
        let story = try Story()
        let changed = try story.signed().with("name", "Welding, level 2")
        let verdict = try story.verdict(of: changed)
        #expect(Headline(of: verdict) == .notAsSigned)
        #expect(verdict.overall == .invalid)
        #expect(!verdict.checks.contains { $0.outcome == .passed })
        #expect(verdict.reason(.proof) == .signatureMismatch)
        #expect(verdict.reason(.revocation) == .notMade)
    }

    @Test func `is that the issuer took it back`() throws {
        var story = try Story()
        try story.bits.set(1, at: 5)
        let verdict = try story.verdict()
        #expect(Headline(of: verdict) == .revoked)
        #expect(verdict.reason(.revocation) == .revoked)
    }

    @Test func `is that the issuer put it on hold`() throws {
        var story = try Story()
        story.badge.status.append(StatusEntry(purpose: "suspension", index: 9, list: Story.list + "s"))
        #expect(Headline(of: try story.verdict()) == .allPassed)
        try story.suspensions.set(1, at: 9)
        let verdict = try story.verdict()
        #expect(Headline(of: verdict) == .suspended)
        #expect(verdict.reason(.suspension) == .suspended)
        #expect(verdict.outcome(of: .revocation) == .passed)
    }

    @Test func `is that a check failed, when a required part is missing`() throws {
        let story = try Story()
        let subject = try #require(story.badge.json["credentialSubject"])
        let achievement = try #require(subject["achievement"]).with("criteria", nil)
        let document = try story.sign(story.badge.json.with("credentialSubject", subject.with("achievement", achievement)))
        let verdict = try story.verdict(of: document)
        #expect(Headline(of: verdict) == .failed)
        #expect(
            verdict.outcome(of: .schema) == .failed(Reason(.missing, ["field": "/credentialSubject/achievement/criteria", "count": 1])))
        #expect(verdict.outcome(of: .proof) == .passed)
    }

    @Test func `is that it ended, from the very moment on`() throws {
        var story = try Story()
        story.badge.validUntil = Story.now
        #expect(Headline(of: try story.verdict(at: Story.now.advanced(bySeconds: -1))) == .allPassed)
        let verdict = try story.verdict()
        #expect(Headline(of: verdict) == .ended)
        #expect(verdict.overall == .invalid)
        #expect(verdict.outcome(of: .validUntil) == .failed(Reason(.ended, ["date": "2026-11-25T12:00:00Z"])))
    }

    @Test func `is that it has not started`() throws {
        var story = try Story()
        story.badge = OpenBadgeCredential(
            id: story.badge.id, issuer: story.badge.issuer, achievement: story.badge.achievement, earner: story.badge.earners[0],
            validFrom: Story.now.advanced(bySeconds: 1))
        story.badge.status = [StatusEntry(purpose: "revocation", index: 5, list: Story.list)]
        let verdict = try story.verdict()
        #expect(Headline(of: verdict) == .notStarted)
        #expect(verdict.overall == .invalid)
        #expect(Headline(of: try story.verdict(at: Story.now.advanced(bySeconds: 1))) == .allPassed)
    }

    @Test func `is that the issuer is not known, when it is on no list and all else passed`() throws {
        var story = try Story()
        story.trustLists = [TrustList(name: "State list", issuers: [:])]
        let verdict = try story.verdict()
        #expect(Headline(of: verdict) == .unknownIssuer)
        #expect(verdict.overall == .unchecked)
        story.trustLists = []
        #expect(Headline(of: try story.verdict()) == .allPassed)
    }

    @Test func `is that some checks could not be made, when the status list is not there`() throws {
        let story = try Story()
        var context = try story.context()
        context.statusLists = [:]
        let verdict = try story.verdict(in: context)
        #expect(Headline(of: verdict) == .couldNotCheck)
        #expect(verdict.overall == .unchecked)
        #expect(verdict.reason(.revocation) == .statusUnavailable)
        context.trustLists = [TrustList(name: "State list", issuers: [:])]
        #expect(Headline(of: try story.verdict(in: context)) == .couldNotCheck)
    }

    @Test func `follows the order of the rules`() throws {
        var story = try Story()
        story.badge.validUntil = Story.issued.advanced(bySeconds: 60)
        try story.bits.set(1, at: 5)
        #expect(Headline(of: try story.verdict()) == .revoked)
        story.bits = BitstringStatusList()
        var context = try story.context()
        context.statusLists = [:]
        #expect(Headline(of: try story.verdict(in: context)) == .ended)
        #expect(Headline(of: Verdict([])) == .couldNotCheck)
        #expect(Verdict([]).overall == .unchecked)
    }
}
