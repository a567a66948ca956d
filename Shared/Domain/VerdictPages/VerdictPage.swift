public import Credentials
public import JSON

/// A verdict as the partials of this module show it: banner, groups of checks, and what the document says.
///
/// All words are values here; the partials hold none.
public struct VerdictPage: Sendable {
    /// Templates by name, for a service's own: `verdict-banner`, `verdict-checks`, `verdict-claims`.
    public static let partials = [
        "verdict-banner": String(decoding: PackageResources.verdict_banner_mustache, as: UTF8.self),
        "verdict-checks": String(decoding: PackageResources.verdict_checks_mustache, as: UTF8.self),
        "verdict-claims": String(decoding: PackageResources.verdict_claims_mustache, as: UTF8.self),
    ]

    private let verdict: Verdict
    private let claims: CredentialClaims?
    private let issuer: String?
    private let time: DateTimeStamp
    private let sentences: VerdictSentences

    /// A verdict at a moment on a document (nil when it is not JSON), whose issuer is listed under a name (nil when it is on no list).
    public init(_ verdict: Verdict, on document: JSON?, listedAs issuer: String?, at time: DateTimeStamp, sentences: VerdictSentences) {
        self.verdict = verdict
        self.claims = document.map(CredentialClaims.init)
        self.issuer = issuer
        self.time = time
        self.sentences = sentences
    }

    /// The headline's sentence, which the page's title begins with.
    public var headline: String { VerdictHeadline(of: self.verdict, sentences: self.sentences).text }

    /// What was achieved, as the document says it; nil when it says nothing.
    public var name: String? { self.claims?.name }

    /// What stands above the result: the name as a fact only where nothing shows that it is not what the issuer signed; otherwise as a claim of
    /// the file. Nil when it says no name.
    public var heading: String? {
        self.name.map { self.isTrusted ? $0 : self.words("page.says", ["name": .string($0)]) }
    }

    /// Whether nothing shows that what the document says is not what its issuer signed.
    private var isTrusted: Bool {
        !self.verdict.checks.contains { [.format, .proof, .integrity, .key].contains($0.code) && $0.outcome.isFailed }
    }

    /// What the partials take: the members `verdict` and `claims`.
    public var context: JSONObject {
        let headline = VerdictHeadline(of: self.verdict, sentences: self.sentences)
        var context: JSONObject = [
            "verdict": [
                "look": .string(headline.look), "mark": .string(headline.mark), "headline": .string(headline.text),
                "advice": .string(headline.advice), "checked": .string(self.checked), "datetime": .string(self.time.description),
                "heading": .string(self.words("page.checks")), "identity": .string(self.words("page.identity")),
                "groups": .array(self.groups),
            ]
        ]
        if let claims, claims.name != nil { context["claims"] = self.json(of: claims) }
        return context
    }

    private func words(_ key: String, _ arguments: JSONObject = [:]) -> String { self.sentences.text(key, arguments) }

    /// The day and the time in UTC, to the minute.
    private var checked: String {
        let text = self.time.description
        let clock = text.split(separator: "T").last.map { String($0.prefix(5)) } ?? ""
        return self.words("page.checked", ["date": .string(text), "time": .string("\(clock) UTC")])
    }

    /// The groups in which checks are shown: the key of the heading, and the steps.
    public static let groups: [(key: String, steps: Set<Step.Name>)] = [
        ("group.real", [.structure, .proof, .key]), ("group.good", [.dates, .status]), ("group.issuer", [.trust]),
    ]

    private var groups: [JSON] {
        Self.groups.compactMap { key, steps in
            let checks = self.verdict.steps.filter { steps.contains($0.name) }.flatMap(\.checks)
            guard !checks.isEmpty else { return nil }
            let passed = checks.count { $0.outcome == .passed }
            let failed = checks.count { $0.outcome.isFailed }
            let counts: JSONObject = [
                "checks": .number(JSONNumber(checks.count)), "passed": .number(JSONNumber(passed)), "failed": .number(JSONNumber(failed)),
                "open": .number(JSONNumber(checks.count - passed - failed)),
            ]
            return [
                "heading": .string(self.words(key)),
                "sum": .string(self.words(passed == checks.count ? "group.passed" : "group.sum", counts)),
                "checks": .array(checks.map(self.json)),
            ]
        }
    }

    private func json(of check: Check) -> JSON {
        let words = CheckSentence(
            check: check, issuer: self.issuer.map { PlainText.safe($0) } ?? "issuer", time: self.time, sentences: self.sentences)
        let mark =
            switch check.outcome {
            case .passed: "passed"
            case .failed: "failed"
            case .notChecked: "unchecked"
            }
        let isMade = check.outcome.reason.map { $0.code != .notMade } ?? false
        return .object(omittingNil: [
            "mark": .string(mark), "isLoud": .bool(check.outcome != .passed),
            "outcome": .string(self.words("outcome.\(check.outcome.name)")),
            "sentence": .string(words.text), "why": isMade ? words.why.map { .string($0) } : nil,
            "code": .string(self.code(of: check)),
        ])
    }

    /// The code, and where the check was made, for what the document has several times.
    private func code(of check: Check) -> String {
        let code = JSON.string(check.code.rawValue)
        let isOneOfSeveral = self.verdict.checks.count { $0.code == check.code } > 1
        guard isOneOfSeveral, let pointer = check.pointer else { return self.words("page.code", ["code": code]) }
        return self.words("page.code-at", ["code": code, "place": .string(PlainText.safe(pointer.description))])
    }

    private func json(of claims: CredentialClaims) -> JSON {
        let isTrusted = self.isTrusted
        var facts: [JSON] = []
        func fact(_ key: String, _ text: String?, datetime: String? = nil) {
            guard let text else { return }
            facts.append(
                .object(omittingNil: [
                    "label": .string(self.words(key)), "text": .string(text), "datetime": datetime.map { .string($0) },
                ]))
        }
        let by = [claims.issuer ?? claims.issuerID, claims.creator].compactMap { $0 }
        fact("page.by", by.isEmpty ? nil : by.joined(separator: ", "))
        if let awarded = claims.awarded, let day = self.day(awarded) { fact("page.on", day, datetime: awarded) }
        if let until = claims.validUntil {
            fact("page.until", self.day(until) ?? self.words("page.not-known"), datetime: until)
        } else {
            fact("page.until", self.words("page.no-end"))
        }
        return .object(omittingNil: [
            "isTrusted": .bool(isTrusted), "isFolded": .bool(!isTrusted),
            "heading": .string(self.words(isTrusted ? "page.did" : "page.claims")), "note": .string(self.words("page.claims-note")),
            "name": claims.name.map { .string($0) }, "facts": .array(facts), "description": claims.description.map { .string($0) },
            "criteriaLabel": .string(self.words("page.criteria")), "criteria": claims.criteria.map { .string($0) },
            "resultsLabel": .string(self.words("page.results")), "hasResults": .bool(!claims.results.isEmpty),
            "results": .array(claims.results.map { .string($0) }),
            "evidenceLabel": .string(self.words("page.evidence")), "hasEvidence": .bool(!claims.evidence.isEmpty),
            "evidence": .array(
                claims.evidence.map { .object(omittingNil: ["name": .string($0.name), "url": $0.url.map { .string($0) }]) }),
            "stacked": claims.earnedBy > 0
                ? .string(self.words("page.stacked", ["count": .number(JSONNumber(claims.earnedBy))])) : nil,
            "skillsLabel": .string(self.words("page.skills")), "skillLabel": .string(self.words("page.skill")),
            "frameworkLabel": .string(self.words("page.framework")), "hasSkills": .bool(!claims.skills.isEmpty),
            "skills": .array(
                claims.skills.map { skill in
                    let from = [skill.framework, skill.code].compactMap { $0 }.joined(separator: " ")
                    return ["name": .string(skill.name), "framework": .string(from.isEmpty ? self.words("page.not-known") : from)]
                }),
        ])
    }

    /// A date as people write it; nil when it is none.
    private func day(_ text: String) -> String? {
        DateTimeStamp(text) == nil ? nil : self.words("page.day", ["date": .string(text)])
    }
}
