import Credentials
import JSON

/// A verdict for people: the headline, what the file says of itself, and every check in its step.
struct VerdictText {
    /// What the file is called.
    let name: String
    let verdict: Verdict
    /// The document; nil when it is not JSON.
    let document: JSON?
    let issuers: [IssuerList]
    let time: DateTimeStamp
    let sentences: Sentences
    let showsColour: Bool

    /// All lines, the headline first.
    var lines: [String] {
        var lines = [self.bold("\(PlainText.safe(self.name)): \(self.headline)")]
        if let says = self.says { lines.append("  " + says) }
        lines.append("  " + self.sentences.text("judged", ["at": .string(self.time.description)]))
        for step in self.verdict.steps {
            let isUnasked = step.name == .trust && step.checks.isEmpty && self.verdict.checks.count > 3
            guard !step.checks.isEmpty || isUnasked else { continue }
            lines += ["", self.bold(self.sentences.text("step.\(step.name.rawValue)"))]
            for check in step.checks { lines += self.lines(of: check) }
            if isUnasked { lines.append("  " + self.sentences.text("trust.not-asked")) }
        }
        return lines
    }

    /// The one sentence above all.
    var headline: String {
        let headline = Headline(of: self.verdict)
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
        if headline == .notAsSigned, failed.contains(where: { $0.outcome.reason?.code == .noProof }) {
            return self.sentences.text("headline.not-signed")
        }
        let sentence = self.sentences.text("headline.\(headline.rawValue)", arguments)
        guard headline == .unreadable, let detail = failed.first?.outcome.reason?.facts["detail"]?.string else { return sentence }
        return "\(sentence) \(PlainText.safe(detail))"
    }

    /// A mark, a word, the sentence and the code; below it, why.
    private func lines(of check: Check) -> [String] {
        let words = CheckSentence(check: check, issuer: self.issuer, time: self.time, sentences: self.sentences)
        let outcome = self.sentences.text("outcome.\(check.outcome.name)")
        let column = 18
        let padding = String(repeating: " ", count: max(1, column - outcome.count))
        let first =
            "  \(self.coloured("\(Self.mark(of: check.outcome)) \(outcome)", check.outcome))\(padding)\(words.text) [\(check.code.rawValue)]"
        let margin = String(repeating: " ", count: column + 4)
        return [first] + (check.outcome.reason?.code == .notMade ? [] : [words.why].compactMap { $0 }).map { margin + $0 }
    }

    /// What the document claims, said as a claim.
    private var says: String? {
        guard let document, document.object != nil else { return nil }
        let name = Self.text(document["name"]) ?? Self.text(document["credentialSubject"]?["achievement"]?["name"])
        let id = PlainText.safe(self.issuerID)
        guard !id.isEmpty else { return nil }
        let issuer = Self.text(document["issuer"]?["name"]).map { "\($0) (\(id))" } ?? id
        return self.sentences.text(
            "says", ["name": .string(name ?? self.sentences.text("says.unnamed")), "issuer": .string(issuer)])
    }

    private var issuerID: String { self.document?["issuer"]?.string ?? self.document?["issuer"]?["id"]?.string ?? "" }

    private var issuer: String {
        self.issuers.lazy.compactMap { $0.name(of: self.issuerID) }.first.map(PlainText.safe) ?? "issuer"
    }

    /// A text, or the first of several languages.
    private static func text(_ json: JSON?) -> String? {
        guard let json = json?.array?.first ?? json, let text = json.string ?? json["@value"]?.string else { return nil }
        return "“\(PlainText.safe(text))”"
    }

    static func mark(of outcome: Outcome) -> String {
        switch outcome {
        case .passed: "✓"
        case .failed: "✗"
        case .notChecked: "?"
        }
    }

    private func coloured(_ text: String, _ outcome: Outcome) -> String {
        guard self.showsColour else { return text }
        let colour =
            switch outcome {
            case .passed: 32
            case .failed: 31
            case .notChecked: 33
            }
        return "\u{1B}[\(colour)m\(text)\u{1B}[0m"
    }

    private func bold(_ text: String) -> String { self.showsColour ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
}
