import Chassis
import Events
import HTTP
import JSON
import Observability

/// The form by which a learner lets an employer see something.
struct ConsentForm {
    private let employer: String
    private let what: Set<String>
    private let purpose: String
    private let until: String

    /// The form before anybody has touched it.
    init(until: String) {
        self.employer = ""
        self.what = [ConsentState.Share.skills.rawValue, ConsentState.Share.credentials.rawValue]
        self.purpose = ConsentState.Purpose.matching.rawValue
        self.until = until
    }

    /// The form as it was sent.
    init(_ form: QueryItems) {
        self.employer = form.text("employer")
        self.what = Set(form.values(of: "what"))
        self.purpose = form.text("purpose")
        self.until = form.text("until")
    }

    /// What it asks for; nil, with the reasons, when that cannot be told.
    func order(_ errors: inout FormErrors, pages: Pages) throws -> ConsentOrder? {
        let employer = EmployerID(self.employer)
        let what = ConsentState.Share.allCases.filter { self.what.contains($0.rawValue) }
        let purpose = ConsentState.Purpose(rawValue: self.purpose)
        let until = WallTime(lastDay: self.until)
        if employer == nil { errors.add("employer", try pages.sentence("consents.employer-missing")) }
        if what.isEmpty { errors.add("what", try pages.sentence("consents.what-missing")) }
        if purpose == nil { errors.add("purpose", try pages.sentence("consents.purpose-missing")) }
        if until == nil { errors.add("until", try pages.sentence("form.until-missing")) }
        guard let employer, let purpose, let until, !what.isEmpty else { return nil }
        return ConsentOrder(employer: employer, purpose: purpose, what: what, until: until)
    }

    /// The form's fields with what stands in them.
    func context(employers: [KnownEmployer], pages: Pages) throws -> JSONObject {
        func choice(_ value: String, _ key: String, isChosen: Bool) throws -> JSON {
            ["value": value.json, "text": try pages.sentence("consents.\(key)-\(value)").json, "isChosen": .bool(isChosen)]
        }
        return [
            "hasEmployers": .bool(!employers.isEmpty), "until": self.until.json,
            "employers": .array(
                employers.map { ["id": $0.id.json, "name": $0.name.json, "isChosen": .bool($0.id.description == self.employer)] }),
            "kinds": .array(
                try ConsentState.Share.allCases.map { try choice($0.rawValue, "what", isChosen: self.what.contains($0.rawValue)) }),
            "purposes": .array(
                try ConsentState.Purpose.allCases.map { try choice($0.rawValue, "purpose", isChosen: self.purpose == $0.rawValue) }),
        ]
    }
}
