import Credentials
import JSON
import Testing

@Suite struct `A verdict on a badge signed as a graph` {
    let story: Story
    /// A badge that ended before the moment that is judged.
    let ended: JSON

    init() throws {
        self.story = try Story()
        var badge = self.story.badge
        badge.validUntil = Story.issued.advanced(bySeconds: 60)
        self.ended = badge.json
    }

    func sign(_ document: JSON) throws -> JSON {
        try ProofOptions(verificationMethod: self.story.did.verificationMethod, created: Story.issued)
            .secure(document, with: .eddsaRDFC2022, key: self.story.key)
    }

    @Test func `is that all checks passed, with its status list signed so, too`() throws {
        #expect(try self.story.verdict(of: self.sign(self.story.badge.json)).overall == .valid)
        let list = try self.sign(self.story.list().with("proof", nil))
        var context = try self.story.context()
        context.statusLists[Story.list] = StatusListCopy(document: list, takenAt: Story.now.advanced(bySeconds: -60))
        #expect(try self.story.verdict(of: self.sign(self.story.badge.json), in: context).overall == .valid)
        let ended = try self.story.verdict(of: self.sign(self.ended))
        #expect(ended.reason(.validUntil) == .ended && ended.outcome(of: .integrity) == .passed)
    }

    @Test func `leaves a word list that is not carried open, and fails nothing for it`() throws {
        let signed = try self.sign(self.story.badge.json)
        let context = JSON.array(try #require(signed["@context"]?.array) + ["https://elsewhere.example/words"])
        let verdict = try self.story.verdict(of: signed.with("@context", context))
        #expect(verdict.outcome(of: .proof) == .notChecked(Reason(.unknownContext, ["context": "https://elsewhere.example/words"])))
        #expect(verdict.overall == .unchecked && !verdict.checks.contains { $0.outcome.isFailed })
    }

    /// A word that some word list knows in another place, so that only JSON-LD can tell that it is not signed here.
    @Test func `fails for a word that was put in and is under no signature`() throws {
        let verdict = try self.story.verdict(of: self.sign(self.story.badge.json).with("level", "Master"))
        #expect(verdict.outcome(of: .context) != .passed && verdict.reason(.proof) == .notSignable)
        #expect(verdict.outcome(of: .proof)?.reason?.facts["field"] == "/level")
        #expect(verdict.overall == .invalid && Headline(of: verdict) == .notAsSigned)
    }

    @Test func `leaves a graph that is too much work open`() throws {
        let signed = try self.sign(self.story.badge.json)
        let subject = try #require(signed["credentialSubject"])
        let related = `A document signed as a graph`.poison(8, "related", type: "Achievement")
        let achievement = try #require(subject["achievement"]).with("related", related)
        let verdict = try self.story.verdict(of: signed.with("credentialSubject", subject.with("achievement", achievement)))
        #expect(verdict.reason(.proof) == .tooLarge && verdict.outcome(of: .proof)?.isFailed == false)
        #expect(verdict.overall != .valid)
        // Many proofs make it no more work.
        let many = JSON.array(Array(repeating: try #require(signed["proof"]), count: 8))
        let set = signed.with("credentialSubject", subject.with("achievement", achievement)).with("proof", many)
        #expect(try self.story.verdict(of: set).checks.filter { $0.outcome.reason?.code == .tooLarge }.count == 8)
    }

    /// The signature over a graph holds for every way to write it; each of these hides the end from whoever looks for `validUntil`.
    @Test(arguments: ["IRI", "own word", "included node", "second node"])
    func `never takes a badge whose end was hidden under another way to write it`(way: String) throws {
        let id = "https://college.example/credentials/1"
        let end: JSON = try #require(self.ended["validUntil"])
        // Evidence that is the credential itself: the one node that is spoken of in two places.
        let evidence: JSON = ["id": .string(id), "type": ["Evidence", "VerifiableCredential"], "name": "Itself"]
        let signed = try self.sign(way == "second node" ? self.ended.with("evidence", [evidence]) : self.ended)
        #expect(try self.story.verdict(of: signed).reason(.validUntil) == .ended)
        let open = signed.with("validUntil", nil)
        let iri = "https://www.w3.org/2018/credentials#validUntil"
        let typed: JSON = ["@id": .string(iri), "@type": "http://www.w3.org/2001/XMLSchema#dateTime"]
        let hidden =
            switch way {
            case "IRI": open.with(iri, ["@value": end, "@type": "http://www.w3.org/2001/XMLSchema#dateTime"])
            case "own word":
                open.with("until", end).with("@context", .array(try #require(open["@context"]?.array) + [["until": typed]]))
            case "included node": open.with("@included", [["id": .string(id), "type": "VerifiableCredential", "validUntil": end]])
            default: open.with("evidence", [evidence.with("validUntil", end)])
            }
        // The signature does hold: it is the way of writing that must be refused.
        let proof = try DataIntegrityProof(try #require(hidden["proof"]))
        #expect(try proof.isValid(for: hidden, suite: .eddsaRDFC2022, key: self.story.did.key))
        let verdict = try self.story.verdict(of: hidden)
        #expect(verdict.outcome(of: .proof) == .passed && verdict.outcome(of: .validUntil) == .passed)
        #expect(verdict.reason(.integrity) == .otherForm)
        #expect(verdict.overall != .valid)
    }

    @Test func `never takes a badge the end of whose proof was hidden so`() throws {
        let options = ProofOptions(
            verificationMethod: self.story.did.verificationMethod, created: Story.issued, expires: Story.issued.advanced(bySeconds: 60))
        let signed = try options.secure(self.story.badge.json, with: .eddsaRDFC2022, key: self.story.key)
        #expect(try self.story.verdict(of: signed).reason(.validUntil) == .proofEnded)
        let proof = try #require(signed["proof"])
        let end: JSON = ["@value": try #require(proof["expires"]), "@type": "http://www.w3.org/2001/XMLSchema#dateTime"]
        let hidden = signed.with("proof", proof.with("expires", nil).with("https://w3id.org/security#expiration", end))
        let verdict = try self.story.verdict(of: hidden)
        #expect(verdict.outcome(of: .proof) == .passed && verdict.outcome(of: .validUntil) == .passed)
        #expect(verdict.outcome(of: .integrity) == .notChecked(Reason(.otherForm, ["field": "/proof"])))
        #expect(verdict.overall == .unchecked)
    }

    @Test func `takes value objects, and the badge's id where nothing else is said of it`() throws {
        var document = self.story.badge.json.with("name", ["@value": "Schweißen", "@language": "de", "@direction": "ltr"])
        document = document.with("evidence", [["id": "https://college.example/credentials/1"], ["id": "urn:a", "type": ["Evidence"]]])
        let verdict = try self.story.verdict(of: self.sign(document))
        #expect(verdict.outcome(of: .proof) == .passed && verdict.outcome(of: .integrity) == .passed)
        #expect(try self.story.verdict(of: self.sign(document).with("name", "Schweißen")).reason(.proof) == .signatureMismatch)
    }
}
