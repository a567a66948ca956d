import Crypto
import JSON
import TestSupport
import Testing

@testable import Credentials

/// Several proofs on one document (Data Integrity 1.0 §4.3 and §4.5).
@Suite struct `A verdict on several proofs` {
    /// Signs once more with the story's key.
    func sign(_ story: Story, _ document: JSON, id: String? = nil, after previous: [String] = []) throws -> JSON {
        try ProofOptions(verificationMethod: story.did.verificationMethod, created: Story.issued, id: id, previous: previous)
            .extend(document, with: .eddsaJCS2022, key: story.key)
    }

    func outcomes(_ verdict: Verdict, _ code: Check.Code = .proof) -> [String] {
        verdict.checks.filter { $0.code == code }.map { check in
            "\(check.pointer?.description ?? "-") \(check.outcome.reason?.code.rawValue ?? check.outcome.name)"
        }
    }

    func chain(_ story: Story) throws -> JSON {
        let first = try self.sign(story, story.badge.json, id: "urn:uuid:1")
        let second = try self.sign(story, first, id: "urn:uuid:2", after: ["urn:uuid:1"])
        return try self.sign(story, second, after: ["urn:uuid:2", "urn:uuid:1"])
    }

    func changing(_ document: JSON, _ change: (inout [JSON]) throws -> Void) throws -> JSON {
        var proofs = try #require(document["proof"]?.array)
        try change(&proofs)
        return document.with("proof", .array(proofs))
    }

    @Test func `has checks of each, by where it stands`() throws {
        let story = try Story()
        #expect(try self.outcomes(story.verdict()) == ["/proof passed"])
        let set = try self.sign(story, story.signed())
        let verdict = try story.verdict(of: set)
        #expect(verdict.overall == .valid)
        for code in [Check.Code.proof, .integrity, .key, .keyTime, .keyCompromise] {
            #expect(self.outcomes(verdict, code) == ["/proof/0 passed", "/proof/1 passed"])
        }
        let broken = try self.changing(set) { $0[1] = $0[1].with("created", "2026-09-01T08:00:01Z") }
        let refuted = try story.verdict(of: broken)
        #expect(self.outcomes(refuted) == ["/proof/0 not-made", "/proof/1 signature-mismatch"])
        #expect(refuted.overall == .invalid && refuted.outcome(of: .proof) == .failed(Reason(.signatureMismatch)))
        #expect(refuted.json["steps"]?[1]?["checks"]?[2]?["pointer"] == "/proof/1")
    }

    @Test func `takes a chain in which each covers those that it names`() throws {
        let story = try Story()
        let chain = try self.chain(story)
        #expect(try story.verdict(of: chain).overall == .valid)
        // In any order, since the ids say what is before what.
        let turned = try self.changing(chain) { $0 = [$0[2], $0[0], $0[1]] }
        #expect(try story.verdict(of: turned).overall == .valid)
    }

    @Test func `refuses a chain one of whose earlier proofs was changed, exchanged or left out`() throws {
        let story = try Story()
        let chain = try self.chain(story)
        let changed = try self.changing(chain) { $0[0] = $0[0].with("created", "2026-09-01T08:00:01Z") }
        #expect(try self.outcomes(story.verdict(of: changed)) == ["/proof/0 signature-mismatch", "/proof/1 not-made", "/proof/2 not-made"])
        // A good proof under the same id, but not the one that was covered.
        let other = try self.sign(story, story.badge.json, id: "urn:uuid:1").with("@context", nil)
        let again = try ProofOptions(
            verificationMethod: story.did.verificationMethod, created: Story.issued.advanced(bySeconds: 1), id: "urn:uuid:1"
        ).secure(story.badge.json, with: .eddsaJCS2022, key: story.key)
        #expect(other["proof"] != again["proof"])
        let exchanged = try self.changing(chain) { $0[0] = try #require(again["proof"]) }
        #expect(
            try self.outcomes(story.verdict(of: exchanged)) == ["/proof/0 not-made", "/proof/1 signature-mismatch", "/proof/2 not-made"])
        let missing = try self.changing(chain) { $0.remove(at: 0) }
        let verdict = try story.verdict(of: missing)
        #expect(self.outcomes(verdict) == ["/proof/0 missing-proof", "/proof/1 missing-proof"])
        #expect(verdict.outcome(of: .proof) == .failed(Reason(.missingProof, ["proof": "urn:uuid:1"])))
        // Without the link, the last is a proof over the document alone, which it is not.
        let unlinked = try self.changing(chain) { $0[1] = $0[1].with("previousProof", nil) }
        #expect(try self.outcomes(story.verdict(of: unlinked))[1] == "/proof/1 signature-mismatch")
    }

    @Test func `calls a circle and two proofs of one name what they are`() throws {
        let story = try Story()
        let chain = try self.chain(story)
        let circle = try self.changing(chain) { $0[0] = $0[0].with("previousProof", "urn:uuid:2") }
        #expect(try self.outcomes(story.verdict(of: circle)) == ["/proof/0 proof-cycle", "/proof/1 proof-cycle", "/proof/2 not-made"])
        let itself = try self.changing(chain) { $0 = [$0[0].with("previousProof", ["urn:uuid:1"])] }
        #expect(try self.outcomes(story.verdict(of: itself)) == ["/proof/0 proof-cycle"])
        let twice = try self.changing(chain) { $0.append($0[0]) }
        #expect(
            try self.outcomes(story.verdict(of: twice))
                == ["/proof/0 not-made", "/proof/1 malformed-proof", "/proof/2 malformed-proof", "/proof/3 not-made"])
        for previous in [[], 5, [""], ["urn:uuid:1", 5], ""] as [JSON] {
            let odd = try self.changing(chain) { $0[2] = $0[2].with("previousProof", previous) }
            #expect(try self.outcomes(story.verdict(of: odd))[2] == "/proof/2 malformed-proof", "\(previous)")
        }
    }

    @Test func `judges a chain whose earlier proof it cannot check, and leaves that one open`() throws {
        let story = try Story()
        var open = try #require(try story.signed()["proof"]).with("id", "urn:uuid:1")
        open = open.with("cryptosuite", "of-tomorrow")
        let chain = try self.sign(story, story.badge.json.with("proof", open), after: ["urn:uuid:1"])
        let verdict = try story.verdict(of: chain)
        #expect(self.outcomes(verdict) == ["/proof/0 unknown-suite", "/proof/1 passed"])
        #expect(verdict.overall == .unchecked)
    }

    @Test func `is not made of what a new proof cannot name`() throws {
        let story = try Story()
        let first = try self.sign(story, story.badge.json, id: "urn:uuid:1")
        #expect(throws: ProofError.generation("the document has no proof called urn:uuid:9")) {
            try self.sign(story, first, after: ["urn:uuid:9"])
        }
        #expect(throws: ProofError.generation("the document has a proof called urn:uuid:1 already")) {
            try self.sign(story, first, id: "urn:uuid:1")
        }
    }
}
