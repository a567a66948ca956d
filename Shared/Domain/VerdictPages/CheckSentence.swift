public import Credentials
import JSON

/// The words for one check: what became of it, and why.
public struct CheckSentence: Sendable {
    let check: Check
    /// The issuer as a trust list names it; without one, "issuer". What the document calls itself proves nothing.
    let issuer: String
    /// The moment that is judged.
    let time: DateTimeStamp
    let sentences: VerdictSentences

    /// Words for a check of a verdict, by the issuer's listed name and the moment that is judged.
    public init(check: Check, issuer: String, time: DateTimeStamp, sentences: VerdictSentences) {
        self.check = check
        self.issuer = issuer
        self.time = time
        self.sentences = sentences
    }

    /// The sentence of the pages.
    public var text: String {
        guard let key = self.key else {
            let (label, outcome) = ("label.\(self.check.code.rawValue)", "outcome.\(self.check.outcome.name)")
            return "\(self.sentences.text(outcome)): \(self.sentences.text(label))."
        }
        return self.sentences.text(key, self.arguments)
    }

    /// What an outcome of a check means, without the facts of any credential; nil when there is no such outcome.
    public static func general(_ code: Check.Code, _ outcome: String, sentences: VerdictSentences) -> String? {
        let key = "\(code.rawValue).\(outcome)"
        guard sentences.has("check.\(key)") else { return nil }
        return sentences.text(sentences.has("general.\(key)") ? "general.\(key)" : "check.\(key)", ["issuer": "issuer"])
    }

    /// Why it did not pass, with the facts; nil when it passed.
    public var why: String? {
        guard let reason = self.check.outcome.reason else { return nil }
        let facts = reason.facts.map { "\($0.name): \(Self.shown($0.value))" }.joined(separator: "; ")
        let sentence = self.sentences.text("reason.\(reason.code.rawValue)") + (facts.isEmpty ? "" : " (\(facts))")
        return self.sentences.text("why", ["reason": .string(sentence)]) + " [\(reason.code.rawValue)]"
    }

    /// The most special sentence that there is: of code, outcome and reason or variant, or else of code and outcome.
    public var key: String? {
        if self.check.outcome.reason?.code == .notMade { return "not-made" }
        let base = "check.\(self.check.code.rawValue).\(self.check.outcome.name)"
        let special = (self.check.outcome.reason?.code.rawValue ?? self.variant).map { "\(base).\($0)" }
        return [special, base].compactMap { $0 }.first(where: self.sentences.has)
    }

    private var variant: String? {
        switch self.check.code {
        case .validUntil: self.check.facts["date"] == nil ? "no-date" : nil
        case .statusAge: self.minutes < 0 ? "newer" : nil
        default: nil
        }
    }

    private var minutes: Int {
        guard let taken = self.check.facts["date"]?.string.flatMap(DateTimeStamp.init) else { return 0 }
        let seconds = self.time.seconds - taken.seconds
        return seconds < 0 ? -1 : Int(seconds / 60)
    }

    private var arguments: JSONObject {
        var arguments: JSONObject = ["minutes": .number(JSONNumber(self.minutes))]
        for (name, value) in self.check.outcome.reason?.facts ?? self.check.facts {
            arguments[name] = value.string.map { .string(PlainText.safe($0)) } ?? value
        }
        arguments["check"] = .string(self.sentences.text("label.\(self.check.code.rawValue)"))
        arguments["issuer"] = .string(self.issuer)  // never a fact of that name: it is what the document says
        return arguments
    }

    private static func shown(_ value: JSON) -> String {
        PlainText.safe(value.string ?? value.description)
    }
}
