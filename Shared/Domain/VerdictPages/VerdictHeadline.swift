public import Credentials
import JSON

/// The one sentence above a result, with its facts.
public struct VerdictHeadline: Sendable {
    /// Which of the headlines it is.
    public let headline: Headline
    private let verdict: Verdict
    private let sentences: VerdictSentences

    /// The headline of a verdict.
    public init(of verdict: Verdict, sentences: VerdictSentences) {
        self.headline = Headline(of: verdict)
        self.verdict = verdict
        self.sentences = sentences
    }

    /// The sentence.
    public var text: String {
        let checks = self.verdict.checks
        let failed = checks.filter { $0.outcome.isFailed }
        let passed = checks.count { $0.outcome == .passed }
        let which = failed.map { self.sentences.text("label.\($0.code.rawValue)") }.joined(separator: ", ")
        var arguments: JSONObject = [
            "checks": .number(JSONNumber(checks.count)), "passed": .number(JSONNumber(passed)),
            "failed": .number(JSONNumber(failed.count)), "open": .number(JSONNumber(checks.count - passed - failed.count)),
            "which": .string(which),
        ]
        arguments["date"] = failed.first?.outcome.reason?.facts["date"]
        if self.headline == .notAsSigned, failed.contains(where: { $0.outcome.reason?.code == .noProof }) {
            return self.sentences.text("headline.not-signed")
        }
        if let unread {
            return CheckSentence(check: unread, issuer: "issuer", time: DateTimeStamp(secondsSinceEpoch: 0), sentences: self.sentences).text
        }
        let sentence = self.sentences.text("headline.\(self.headline.rawValue)", arguments)
        guard self.headline == .unreadable, let detail = failed.first?.outcome.reason?.facts["detail"]?.string else { return sentence }
        return "\(sentence) \(PlainText.safe(detail))"
    }

    /// What to do now, in a sentence.
    public var advice: String {
        let special = self.unread?.outcome.reason.map { "advice.\($0.code.rawValue)" }
        return self.sentences.text(special.flatMap { self.sentences.has($0) ? $0 : nil } ?? "advice.\(self.headline.rawValue)")
    }

    /// The one check of what is in another form than can be read: its own sentence says more than a count of checks.
    private var unread: Check? {
        let checks = self.verdict.checks
        guard checks.count == 1, let check = checks.first, check.code == .format, case .notChecked = check.outcome else { return nil }
        return check
    }

    /// How the banner looks: `ok`, `bad` or `unk`.
    public var look: String {
        switch self.headline {
        case .allPassed: "ok"
        case .unreadable, .notAsSigned, .revoked, .suspended, .failed: "bad"
        case .ended, .notStarted, .unknownIssuer, .couldNotCheck: "unk"
        }
    }

    /// The mark beside it: `passed`, `failed` or `unchecked`.
    public var mark: String {
        switch self.look {
        case "ok": "passed"
        case "bad": "failed"
        default: "unchecked"
        }
    }
}
