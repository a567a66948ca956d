import JSON
import Testing

@testable import Credentials

@Suite struct `A check of terms` {
    func outcome(_ document: JSON) -> Outcome { TermCheck(document).outcome }

    @Test func `finds a word without a meaning, wherever it stands`() throws {
        let badge = try Story().badge.json
        #expect(self.outcome(badge) == .passed)
        #expect(self.outcome(badge.with("grade", "A")) == .failed(Reason(.unknownTerm, ["term": "grade"])))
        #expect(self.outcome(badge.with("https://college.example/grade", "A")) == .passed)
        #expect(self.outcome(badge.with("@grade", "A")) == .failed(Reason(.unknownTerm, ["term": "@grade"])))
        let subject = try #require(badge["credentialSubject"])
        let deep = subject.with("achievement", try #require(subject["achievement"]).with("colour", "red"))
        #expect(self.outcome(badge.with("credentialSubject", deep)) == .failed(Reason(.unknownTerm, ["term": "colour"])))
        let type: JSON = ["VerifiableCredential", "OpenBadgeCredential", "WeldingCredential"]
        #expect(self.outcome(badge.with("type", type)) == .failed(Reason(.unknownTerm, ["term": "WeldingCredential"])))
    }

    @Test func `takes words that the document explains, but no new meaning for protected ones`() throws {
        let badge = try Story().badge.json
        func with(_ more: JSON...) -> Outcome {
            self.outcome(badge.with("grade", "A").with("@context", .array(badge["@context"]!.array! + more)))
        }
        #expect(with(["grade": "https://college.example/grade"]) == .passed)
        #expect(with(["grade": ["@id": "https://college.example/grade"]]) == .passed)
        #expect(with(["grade": "grade"]) == .failed(Reason(.unknownTerm, ["term": "grade"])))
        #expect(with(["@vocab": "https://college.example/"]) == .passed)
        #expect(with(["@vocab": nil]) == .failed(Reason(.unknownTerm, ["term": "grade"])))
        #expect(with(["Achievement": "https://college.example/A"]) == .failed(Reason(.redefinedTerm, ["term": "Achievement"])))
        #expect(
            with(["@protected": true, "grade": "https://a.example/g"], ["grade": "https://b.example/g"])
                == .failed(Reason(.redefinedTerm, ["term": "grade"])))
        #expect(with("https://college.example/words") == .notChecked(Reason(.unknownContext, ["context": "https://college.example/words"])))
        #expect(with("words") == .failed(Reason(.malformed, ["field": "/@context"])))
    }

    @Test func `leaves a context inside open`() throws {
        let badge = try Story().badge.json
        let subject = try #require(badge["credentialSubject"]).with("@context", ["grade": "https://college.example/grade"])
        #expect(self.outcome(badge.with("credentialSubject", subject)) == .notChecked(Reason(.innerContext)))
        #expect(self.outcome(try Story().signed()) == .passed)
    }
}
