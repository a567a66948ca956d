import Credentials
import Crypto
import JSON
import Testing

@Suite struct `A verdict on signature and key` {
    static let issuer = "https://college.example/issuer"

    /// A badge of an issuer with a URL, signed by the story's key under this name.
    func badge(_ story: Story, key: String, created: DateTimeStamp = Story.issued) throws -> JSON {
        let document = story.badge.json.with("issuer", ["id": .string(Self.issuer), "type": ["Profile"], "name": "Example College"])
            .with("credentialStatus", nil)
        return try ProofOptions(verificationMethod: key, created: created).secure(document, with: .eddsaJCS2022, key: story.key)
    }

    func document(_ story: Story, key: String, from: String? = nil, expires: String? = nil, revoked: String? = nil) -> ControllerDocument {
        let method = VerificationMethod(
            id: key, controller: Self.issuer, key: story.did.key, validFrom: from.flatMap(DateTimeStamp.init),
            expires: expires.flatMap(DateTimeStamp.init), revoked: revoked.flatMap(DateTimeStamp.init))
        return ControllerDocument(id: Self.issuer, methods: [method], purposes: [.assertionMethod: [key]])
    }

    @Test func `takes a key that the issuer's document lists`() throws {
        let story = try Story()
        let key = Self.issuer + "#key-1"
        let context = VerificationContext(controllers: [Self.issuer: self.document(story, key: key)])
        let verdict = try story.verdict(of: self.badge(story, key: key), in: context)
        #expect(verdict.outcome(of: .proof) == .passed)
        #expect(verdict.outcome(of: .key) == .passed)
        #expect(verdict.reason(.statusNone) == .noStatus)
        #expect(verdict.overall == .unchecked)
    }

    /// "<issuer>#<key>" with a key of one's own: the signature fits, the signer is somebody else.
    @Test func `refuses a key that only the proof itself says is the issuer's`() throws {
        let story = try Story()
        let forged = Self.issuer + "#" + story.did.key.multibase
        let other = try Story(seed: 2)
        let context = VerificationContext(controllers: [Self.issuer: self.document(other, key: Self.issuer + "#key-1")])
        let verdict = try story.verdict(of: self.badge(story, key: forged), in: context)
        #expect(verdict.reason(.key) == .noSuchKey)
        #expect(verdict.outcome(of: .proof) != .passed)
        #expect(!verdict.checks.contains { $0.outcome == .passed })
        #expect(verdict.overall == .invalid)
        #expect(Headline(of: verdict) == .failed)
        let unknown = try story.verdict(of: self.badge(story, key: forged), in: VerificationContext())
        #expect(unknown.reason(.key) == .unknownController)
        #expect(unknown.reason(.proof) == .unknownController)
        #expect(unknown.overall == .unchecked)
    }

    @Test func `refuses a did:key beside the issuer's did:key, whatever documents are given`() throws {
        let (story, other) = (try Story(), try Story(seed: 2))
        let signed = try ProofOptions(verificationMethod: other.did.verificationMethod, created: Story.issued)
            .secure(story.badge.json, with: .eddsaJCS2022, key: other.key)
        var context = try story.context()
        #expect(try story.verdict(of: signed, in: context).reason(.key) == .keyOfAnother)
        let method = VerificationMethod(id: other.did.verificationMethod, controller: story.did.description, key: other.did.key)
        context.controllers[story.did.description] = ControllerDocument(
            id: story.did.description, methods: [method], purposes: [.assertionMethod: [method.id]])
        #expect(try story.verdict(of: signed, in: context).reason(.key) == .keyOfAnother)
    }

    @Test func `refuses a document that is called otherwise than the issuer`() throws {
        let story = try Story()
        let key = Self.issuer + "#key-1"
        let other = ControllerDocument(
            id: "https://other.example", methods: [VerificationMethod(id: key, controller: "https://other.example", key: story.did.key)],
            purposes: [.assertionMethod: [key]])
        let context = VerificationContext(controllers: [Self.issuer: other])
        #expect(try story.verdict(of: self.badge(story, key: key), in: context).overall == .invalid)
    }

    @Test func `refuses another purpose than assertion`() throws {
        let story = try Story()
        let signed = try ProofOptions(verificationMethod: story.did.verificationMethod, created: Story.issued, purpose: .authentication)
            .secure(story.badge.json, with: .eddsaJCS2022, key: story.key)
        #expect(try story.verdict(of: signed).reason(.key) == .wrongPurpose)
    }

    @Test func `holds the time of signing against the time of the key`() throws {
        let story = try Story()
        let key = Self.issuer + "#key-1"
        let signed = try self.badge(story, key: key)
        func reasons(from: String? = nil, expires: String? = nil, revoked: String? = nil) throws -> [Reason.Code?] {
            let document = self.document(story, key: key, from: from, expires: expires, revoked: revoked)
            let verdict = try story.verdict(of: signed, in: VerificationContext(controllers: [Self.issuer: document]))
            return [verdict.reason(.keyTime), verdict.reason(.keyCompromise)]
        }
        #expect(try reasons(from: "2026-01-01T00:00:00Z", expires: "2027-01-01T00:00:00Z") == [nil, nil])
        #expect(try reasons(from: "2026-10-01T00:00:00Z") == [.keyNotYet, nil])
        #expect(try reasons(expires: "2026-09-01T08:00:00Z") == [.keyRetired, nil])
        #expect(try reasons(expires: "2026-09-01T08:00:01Z") == [nil, nil])
        #expect(try reasons(revoked: "2026-09-01T08:00:00Z") == [nil, .keyCompromised])
        #expect(try reasons(revoked: "2026-09-02T00:00:00Z") == [nil, .unwitnessed])
    }

    /// The date in a proof is its maker's word, and the maker may be who stole the key.
    @Test func `believes of a stolen key only what somebody else saw`() throws {
        let story = try Story()
        let key = Self.issuer + "#key-1"
        let stolen = "2026-10-01T00:00:00Z"
        func outcome(created: DateTimeStamp?, seenAt: String?) throws -> Reason.Code? {
            var signed = try self.badge(story, key: key, created: created ?? Story.issued)
            if created == nil { signed = signed.with("proof", try #require(signed["proof"]).with("created", nil)) }
            let document = self.document(story, key: key, revoked: stolen)
            let context = VerificationContext(controllers: [Self.issuer: document], seenAt: seenAt.flatMap(DateTimeStamp.init))
            return try story.verdict(of: signed, in: context).reason(.keyCompromise)
        }
        let after = try #require(DateTimeStamp(stolen))
        #expect(try outcome(created: Story.issued, seenAt: "2026-09-30T23:59:59Z") == nil)
        #expect(try outcome(created: Story.issued, seenAt: nil) == .unwitnessed)
        #expect(try outcome(created: Story.issued, seenAt: stolen) == .unwitnessed)
        #expect(try outcome(created: Story.issued, seenAt: "2026-11-01T00:00:00Z") == .unwitnessed)
        #expect(try outcome(created: after, seenAt: nil) == .keyCompromised)
        #expect(try outcome(created: after, seenAt: "2026-09-30T00:00:00Z") == .keyCompromised)
    }

    /// A retired key is still its owner's: what it signed before holds for ever, and nobody needs to have seen it.
    @Test func `lets what was signed before a key's retirement hold`() throws {
        let story = try Story()
        let key = Self.issuer + "#key-1"
        let context = VerificationContext(controllers: [Self.issuer: self.document(story, key: key, expires: "2026-10-01T00:00:00Z")])
        let before = try story.verdict(of: self.badge(story, key: key), at: Story.now.advanced(bySeconds: 1_000_000_000), in: context)
        #expect(before.outcome(of: .proof) == .passed && before.outcome(of: .keyTime) == .passed)
        let after = try self.badge(story, key: key, created: try #require(DateTimeStamp("2026-10-01T00:00:00Z")))
        #expect(try story.verdict(of: after, in: context).reason(.keyTime) == .keyRetired)
    }

    @Test func `does not believe a key's time when the proof has none`() throws {
        let story = try Story()
        let proof = try #require(try story.signed()["proof"]).with("created", nil)
        let signed = try story.signed().with("proof", proof)
        #expect(try story.verdict(of: signed).reason(.proof) == .signatureMismatch)
    }

    @Test func `calls what has no proof not signed, and what has another suite not checked`() throws {
        let story = try Story()
        let unsigned = try story.verdict(of: story.badge.json)
        #expect(unsigned.reason(.proof) == .noProof)
        #expect(unsigned.overall == .invalid)
        let proof = try #require(try story.signed()["proof"])
        for (name, value) in [("cryptosuite", "ecdsa-sd-2023"), ("type", "Ed25519Signature2020"), ("previousProof", "urn:uuid:1")] {
            let verdict = try story.verdict(of: story.badge.json.with("proof", proof.with(name, .string(value))))
            let expected: [String: Reason.Code] = ["cryptosuite": .unknownSuite, "type": .malformedProof, "previousProof": .missingProof]
            #expect(verdict.reason(.proof) == expected[name])
            #expect(verdict.reason(.integrity) == (name == "cryptosuite" ? .signatureNotChecked : .notMade))
            // The type of another suite is a word that credentials of version 2 do not know.
            #expect(verdict.reason(.context) == ["type": .unknownTerm, "previousProof": .notMade][name])
            #expect(verdict.overall == (name == "cryptosuite" ? .unchecked : .invalid))
        }
    }

    @Test func `wants every proof of a set to hold`() throws {
        let story = try Story()
        let good = try #require(try story.signed()["proof"])
        let bad = good.with("created", "2026-09-01T08:00:01Z")
        let open = good.with("cryptosuite", "ecdsa-sd-2023")
        func verdict(_ proofs: [JSON]) throws -> Verdict { try story.verdict(of: story.badge.json.with("proof", .array(proofs))) }
        #expect(try verdict([good]).overall == .valid)
        #expect(try verdict([good, good]).overall == .valid)
        #expect(try verdict([good, bad]).reason(.proof) == .signatureMismatch)
        #expect(try verdict([good, open]).reason(.proof) == .unknownSuite)
        #expect(try verdict([]).reason(.proof) == .noProof)
        #expect(try verdict(Array(repeating: good, count: 9)).reason(.proof) == .tooManyProofs)
    }

    @Test func `does not call a document unchanged that was given more contexts`() throws {
        let story = try Story()
        let signed = try story.signed()
        let more = JSON.array(try #require(signed["@context"]?.array) + [["grade": "https://college.example/grade"]])
        let verdict = try story.verdict(of: signed.with("@context", more))
        #expect(verdict.outcome(of: .proof) == .passed)
        #expect(verdict.reason(.integrity) == .contextExtended)
        #expect(verdict.overall == .unchecked)
    }

    @Test func `refuses numbers whose last digits are not signed`() throws {
        let story = try Story()
        func document(_ number: String) throws -> JSON {
            let subject = try #require(story.badge.json["credentialSubject"])
            return story.badge.json.with(
                "credentialSubject", subject.with("creditsEarned", .number(try #require(JSONNumber(text: number)))))
        }
        for number in ["3", "3.5", "-0", "9007199254740992", "1e21"] {
            #expect(try story.verdict(of: story.sign(document(number))).overall == .valid, "\(number)")
        }
        for number in ["9007199254740993", "-9007199254740993", "100000000000000000000001"] {
            #expect(throws: ProofError.self) { try story.sign(document(number)) }
        }
        // The same double as what was signed, other digits.
        let proof = try #require(try story.sign(document("9007199254740992"))["proof"])
        let changed = try document("9007199254740993").with("proof", proof)
        #expect(try story.verdict(of: changed).reason(.proof) == .malformedProof)
    }

    @Test func `says when the proof itself has ended`() throws {
        let story = try Story()
        let options = ProofOptions(
            verificationMethod: story.did.verificationMethod, created: Story.issued, expires: Story.now)
        let signed = try options.secure(story.badge.json, with: .eddsaJCS2022, key: story.key)
        let verdict = try story.verdict(of: signed)
        #expect(verdict.outcome(of: .validUntil) == .failed(Reason(.proofEnded, ["date": "2026-11-25T12:00:00Z"])))
        #expect(verdict.outcome(of: .proof) == .passed)
        #expect(try story.verdict(of: signed, at: Story.now.advanced(bySeconds: -1)).overall == .valid)
    }
}
