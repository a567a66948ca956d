import Credentials
import JSON
import Testing

@testable import VerdictPages

@Suite struct `The catalogue of sentences` {
    /// Outcomes that the library never gives a check.
    static let impossible: [Check.Code: Set<String>] = [
        .statusNone: ["passed", "failed"], .statusMessage: ["failed", "not-checked"], .listReach: ["passed", "failed"],

        .nested: ["passed", "failed"], .refresh: ["failed"],
    ]

    /// The facts that the library gives with a reason or a passed check.
    static let facts: JSONObject = [
        "date": "2026-09-01T08:00:00Z", "field": "/issuer", "term": "nonsense", "listed": "Example College", "list": "State list",
        "message": "Report filed", "who": "State Board",
    ]

    let sentences: VerdictSentences

    init() throws {
        self.sentences = try VerdictSentences()
    }

    @Test func `has one for every check and outcome that the library gives, and none for others`() {
        for code in Check.Code.allCases {
            for outcome in ["passed", "failed", "not-checked"] {
                let isPossible = !(Self.impossible[code]?.contains(outcome) ?? false)
                #expect(self.sentences.has("check.\(code.rawValue).\(outcome)") == isPossible, "\(code) \(outcome)")
            }
            #expect(self.sentences.has("label.\(code.rawValue)"))
        }
    }

    @Test func `says of every check and outcome what it means in general, without a fact`() {
        for code in Check.Code.allCases {
            let general = ["passed", "failed", "not-checked"].compactMap { CheckSentence.general(code, $0, sentences: self.sentences) }
            #expect(!general.isEmpty, "\(code)")
            for sentence in general {
                #expect(sentence.hasSuffix(".") && !sentence.contains("general.") && sentence.contains(" "), "\(code)")
            }
        }
    }

    @Test func `fills every sentence for every reason`() throws {
        let time = try #require(DateTimeStamp("2026-11-25T12:00:00Z"))
        for code in Check.Code.allCases {
            let reasons = Reason.Code.allCases.map { Reason($0, Self.facts) }
            let outcomes = [Outcome.passed] + reasons.map { .failed($0) } + reasons.map { .notChecked($0) }
            for outcome in outcomes where !(Self.impossible[code]?.contains(outcome.name) ?? false) {
                let words = CheckSentence(
                    check: Check(code, outcome, Self.facts), issuer: "issuer", time: time, sentences: self.sentences)
                #expect(words.key != nil && words.text != words.key, "\(code) \(outcome)")
                #expect(words.text.hasSuffix("."), "\(words.text)")
            }
        }
    }

    @Test func `says why for every reason, and has a headline and a heading for all`() {
        for reason in Reason.Code.allCases { #expect(self.sentences.has("reason.\(reason.rawValue)"), "\(reason)") }
        for headline in Headline.allCases {
            #expect(self.sentences.has("headline.\(headline.rawValue)") && self.sentences.has("advice.\(headline.rawValue)"), "\(headline)")
        }
        for step in Step.Name.allCases { #expect(self.sentences.has("step.\(step.rawValue)"), "\(step)") }
    }

    @Test func `never calls a credential what the pages never say`() throws {
        let text = String(decoding: PackageResources.sentences_en_json, as: UTF8.self).lowercased()
        for word in ["fake", "forged", "invalid", "verified", "guaranteed", "blockchain"] { #expect(!text.contains(word)) }
    }

    @Test func `shows the outcome itself should a sentence ever be missing`() throws {
        let check = Check(.statusNone, .passed)
        let words = CheckSentence(check: check, issuer: "issuer", time: DateTimeStamp(secondsSinceEpoch: 0), sentences: self.sentences)
        #expect(words.text == "Passed: no status.")
    }
}
