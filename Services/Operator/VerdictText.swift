import Credentials
import JSON
import VerdictPages

/// A verdict for people: the headline, what the file says of itself, and every check in its step.
struct VerdictText {
    /// What the file is called.
    let name: String
    let verdict: Verdict
    /// The document; nil when it is not JSON.
    let document: JSON?
    let issuers: [IssuerList]
    let time: DateTimeStamp
    let sentences: VerdictSentences
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
    var headline: String { VerdictHeadline(of: self.verdict, sentences: self.sentences).text }

    /// A mark, a word, the sentence and the code, with the place where there are several of it; below it, why.
    private func lines(of check: Check) -> [String] {
        let words = CheckSentence(check: check, issuer: self.issuer, time: self.time, sentences: self.sentences)
        let outcome = self.sentences.text("outcome.\(check.outcome.name)")
        let column = 18
        let padding = String(repeating: " ", count: max(1, column - outcome.count))
        let isOneOfSeveral = self.verdict.checks.count { $0.code == check.code } > 1
        let place = isOneOfSeveral ? check.pointer.map { " \(PlainText.safe($0.description))" } ?? "" : ""
        let mark = self.coloured("\(Self.mark(of: check.outcome)) \(outcome)", check.outcome)
        let first = "  \(mark)\(padding)\(words.text) [\(check.code.rawValue)\(place)]"
        let margin = String(repeating: " ", count: column + 4)
        guard let reason = check.outcome.reason, reason.code != .notMade else { return [first] }
        let hint = "hint.\(reason.code.rawValue)"
        let hints = self.sentences.has(hint) ? [self.sentences.text(hint)] : []
        return [first] + ([words.why].compactMap { $0 } + hints).map { margin + $0 }
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
        self.issuers.lazy.compactMap { $0.name(of: self.issuerID) }.first.map { PlainText.safe($0) } ?? "issuer"
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
