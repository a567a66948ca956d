import Credentials
import JSON
import Templates
import TestSupport
import Testing

@testable import VerdictPages

@Suite struct `A verdict on a page` {
    private static let document: JSON = [
        "name": "Welding", "issuer": ["id": "did:key:z6Mk", "name": "Example College"], "validFrom": "2026-05-14T00:00:00Z",
        "credentialSubject": [
            "achievement": [
                "name": "Welding, level 1", "description": "Welds <b>well</b>.", "criteria": ["narrative": "Three welds."],
                "alignment": [["targetName": "Welding", "targetFramework": "O*NET", "targetCode": "2.B"], ["targetUrl": "https://x"]],
            ], "result": [["value": "Pass"]],
        ],
        "evidence": [
            ["id": "https://college.example/credentials/1", "genre": "Credential"], ["id": "https://files.example/a.pdf", "name": "Log"],
            ["id": "javascript:alert(1)", "name": "Trap"],
        ],
    ]

    private func page(_ checks: [Check], on document: JSON? = Self.document) throws -> (VerdictPage, String) {
        let time = try #require(DateTimeStamp("2026-11-25T12:34:56Z"))
        let page = VerdictPage(
            Verdict(checks), on: document, listedAs: "Example College", at: time, sentences: try VerdictSentences())
        let all = "{{>verdict-banner}}{{>verdict-claims}}{{>verdict-checks}}"
        let library = try TemplateLibrary(VerdictPage.partials.merging(["all": all]) { $1 })
        return (page, String(decoding: try library.render("all", .object(page.context)), as: UTF8.self))
    }

    @Test func `shows all that passed, what the learner did, and no markup of the document's own`() throws {
        let (page, html) = try self.page([Check(.format, .passed), Check(.proof, .passed), Check(.issuerList, .passed)])
        #expect(page.headline == "All 3 checks passed.")
        #expect(html.contains("class=\"banner ok\"") && html.contains("All 3 checks passed."))
        #expect(
            html.contains("The signature is the Example College&#39;s.") || html.contains("The signature is the Example College&apos;s.")
                || html.contains("The signature is the Example College's."), "\(html)")
        #expect(html.contains("Welds &lt;b&gt;well&lt;/b&gt;.") && html.contains("What the learner did"))
        #expect(html.contains("14 May 2026") && html.contains("25 November 2026 at 12:34 UTC"))
        #expect(html.contains("Earned by 1 other credential, which it names") && html.contains("href=\"https://files.example/a.pdf\""))
        #expect(!html.contains("javascript:") && html.contains("Trap"))
        #expect(html.contains("Is it real? <span class=\"sum\">2 of 2 passed</span>"))
        #expect(!html.contains("class=\"loud\"") && !html.contains("style="))
    }

    @Test func `folds away what the issuer did not sign, and never marks a check that was not made as passed or failed`() throws {
        let checks = [
            Check(.format, .passed), Check(.proof, .failed(Reason(.signatureMismatch))), Check(.revocation, .notChecked(Reason(.notMade))),
        ]
        let (page, html) = try self.page(checks)
        #expect(page.heading == "The file says: “Welding, level 1”" && page.name == "Welding, level 1")
        #expect(html.contains("class=\"banner bad\"") && html.contains("The text is not what the issuer signed."))
        #expect(html.contains("<details class=\"card\"><summary>What the file says</summary>") && !html.contains("What the learner did"))
        #expect(html.contains("mark unchecked") && html.contains("Not made: taken back. Another check did not pass."))
        #expect(html.contains("Why: the issuer&#39;s key did not") || html.contains("Why: the issuer's key did not"), "\(html)")
    }

    @Test(arguments: Headline.allCases)
    func `has words and a look for every headline`(headline: Headline) throws {
        let sentences = try VerdictSentences()
        let outcomes: [Headline: [Check]] = [
            .unreadable: [Check(.format, .failed(Reason(.unreadable)))],
            .notAsSigned: [Check(.integrity, .failed(Reason(.signatureMismatch)))],
            .revoked: [Check(.revocation, .failed(Reason(.revoked)))], .suspended: [Check(.suspension, .failed(Reason(.suspended)))],
            .failed: [Check(.key, .failed(Reason(.keyOfAnother)))],
            .ended: [Check(.validUntil, .failed(Reason(.ended, ["date": "2026-01-01T00:00:00Z"])))],
            .notStarted: [Check(.validFrom, .failed(Reason(.notStarted, ["date": "2027-01-01T00:00:00Z"])))],
            .unknownIssuer: [Check(.format, .passed), Check(.issuerList, .notChecked(Reason(.onNoList)))],
            .couldNotCheck: [Check(.format, .passed), Check(.revocation, .notChecked(Reason(.statusUnavailable)))],
            .allPassed: [Check(.format, .passed)],
        ]
        let words = VerdictHeadline(of: Verdict(try #require(outcomes[headline])), sentences: sentences)
        #expect(words.headline == headline && !words.text.hasPrefix("headline.") && !words.advice.hasPrefix("advice."))
        #expect((words.look == "ok") == (headline == .allPassed))
        #expect(["ok", "bad", "unk"].contains(words.look) && ["passed", "failed", "unchecked"].contains(words.mark))
    }

    @Test func `says of several signatures where each stands`() throws {
        let (page, html) = try self.page([
            Check(.format, .passed), Check(.proof, .passed, at: "/proof/0"),
            Check(.proof, .failed(Reason(.signatureMismatch)), at: "/proof/1"),
        ])
        #expect(page.headline == "Do not rely on this. The text is not what the issuer signed.")
        for words in ["[format]<", "[proof /proof/0]<", "[proof /proof/1]<"] { #expect(html.contains(words), "\(words)") }
    }

    @Test func `names each check that was not made, so that no two lines are alike, and folds nothing but claims`() throws {
        let open = Check.Code.allCases.filter { $0 != .proof }.map { Check($0, .notChecked(Reason(.notMade))) }
        let (_, html) = try self.page([Check(.proof, .failed(Reason(.signatureMismatch)))] + open)
        let lines = html.split(separator: "\n").filter { $0.contains("Not made: ") }
        #expect(lines.count == open.count && Set(lines).count == lines.count)
        for check in open { #expect(html.contains("[\(check.code.rawValue)]</span>"), "\(check.code)") }
        #expect(html.ranges(of: "<summary>").count == 1 && html.contains("<summary>What the file says</summary>"))
    }

    @Test(arguments: [Check.Code.proof, .integrity, .key])
    func `says a name as the file's own word when what was signed is not the issuer's`(code: Check.Code) throws {
        let (page, html) = try self.page([Check(.format, .passed), Check(code, .failed(Reason(.keyOfAnother)))])
        #expect(page.heading == "The file says: “Welding, level 1”" && !html.contains("What the learner did"))
        let (real, _) = try self.page([Check(.format, .passed), Check(.keyTime, .failed(Reason(.keyRetired)))])
        #expect(real.heading == "Welding, level 1")
    }

    @Test func `shows a document that is none without what it says`() throws {
        let (page, html) = try self.page([Check(.format, .failed(Reason(.unreadable)))], on: nil)
        #expect(page.name == nil && !html.contains("What the"), "\(html)")
        let (odd, _) = try self.page(
            [Check(.format, .passed)], on: ["issuer": 5, "credentialSubject": [1], "evidence": "x", "name": ["a": 1]])
        #expect(odd.name == nil)
    }
}
