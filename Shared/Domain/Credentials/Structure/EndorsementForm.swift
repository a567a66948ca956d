import JSON

/// The rules of form that Open Badges 3.0 adds for an endorsement (its data model, Appendix B.6): who says something of whom.
struct EndorsementForm {
    private(set) var violations: Violations

    /// Adds to what was found of the general rules.
    init(_ document: JSON, adding violations: Violations) {
        self.violations = violations
        for name in ["id", "validFrom"] where document[name] == nil { self.violations.add(.missing, at: JSONPointer([name])) }
        self.require("Profile", of: document["issuer"], at: "/issuer")
        self.require("EndorsementSubject", of: document["credentialSubject"], at: "/credentialSubject")
        if document["credentialSubject"]?["id"] == nil { self.violations.add(.missing, at: "/credentialSubject/id") }
    }

    private mutating func require(_ type: String, of json: JSON?, at pointer: JSONPointer) {
        guard json?.object != nil else { return self.violations.add(.wrongType, at: pointer) }
        let types = json?["type"].map { $0.array ?? [$0] } ?? []
        if !types.contains(where: { $0.string == type }) { self.violations.add(.wrongType, at: pointer.appending("type")) }
    }
}
