import JSON

/// The rules of form of Verifiable Credentials 2.0 (§4), which hold for every credential.
struct CredentialForm {
    private(set) var violations = Violations()

    init(_ document: JSON) {
        self.checkContext(document["@context"])
        self.violations.requireTypes(document["type"], at: "/type")
        if let id = document["id"] { self.violations.requireURL(id, at: "/id") }
        self.checkTexts(of: document, at: .root)
        self.checkIssuer(document["issuer"])
        self.checkSubjects(document["credentialSubject"])
        self.checkDates(document)
        for (name, needsID) in Self.typedMembers { self.checkTyped(document[name], needsID: needsID, at: JSONPointer([name])) }
        self.checkRelatedResources(document["relatedResource"])
    }

    /// Members whose objects have a type (§4.4), and whether they need an id, too.
    private static let typedMembers = [
        ("credentialStatus", false), ("credentialSchema", true), ("refreshService", false), ("termsOfUse", false), ("evidence", false),
        ("proof", false),
    ]

    private mutating func checkContext(_ context: JSON?) {
        guard let context else { return self.violations.add(.missing, at: "/@context") }
        guard (context.array?.first ?? context).string == KnownContext.credentialsV2 else {
            return self.violations.add(.baseContext, at: "/@context")
        }
    }

    private mutating func checkTexts(of json: JSON, at pointer: JSONPointer) {
        for name in ["name", "description"] {
            if let text = json[name] { self.violations.requireText(text, at: pointer.appending(name)) }
        }
    }

    private mutating func checkIssuer(_ issuer: JSON?) {
        guard let issuer, issuer.object != nil else { return self.violations.requireURL(issuer, at: "/issuer") }
        self.violations.requireURL(issuer["id"], at: "/issuer/id")
        self.checkTexts(of: issuer, at: "/issuer")
    }

    private mutating func checkSubjects(_ subjects: JSON?) {
        guard let subjects else { return self.violations.add(.missing, at: "/credentialSubject") }
        let all = subjects.array ?? [subjects]
        if all.isEmpty { self.violations.add(.missing, at: "/credentialSubject") }
        for (place, subject) in all.enumerated() {
            let pointer: JSONPointer = subjects.array == nil ? "/credentialSubject" : JSONPointer(["credentialSubject", String(place)])
            guard let members = subject.object, !members.isEmpty else {
                self.violations.add(.malformed, at: pointer)
                continue
            }
            if let id = members["id"] { self.violations.requireURL(id, at: pointer.appending("id")) }
        }
    }

    private mutating func checkDates(_ document: JSON) {
        let from = document["validFrom"].flatMap { self.violations.requireDate($0, at: "/validFrom") }
        let until = document["validUntil"].flatMap { self.violations.requireDate($0, at: "/validUntil") }
        if let from, let until, until < from { self.violations.add(.datesReversed, at: "/validUntil") }
    }

    private mutating func checkTyped(_ json: JSON?, needsID: Bool, at pointer: JSONPointer) {
        guard let json else { return }
        for (place, value) in (json.array ?? [json]).enumerated() {
            let pointer = json.array == nil ? pointer : pointer.appending(place)
            guard value.object != nil else {
                self.violations.add(.malformed, at: pointer)
                continue
            }
            self.violations.requireTypes(value["type"], at: pointer.appending("type"))
            if needsID || value["id"] != nil { self.violations.requireURL(value["id"], at: pointer.appending("id")) }
        }
    }

    /// Each with its own id and a digest (§5.3).
    private mutating func checkRelatedResources(_ json: JSON?) {
        guard let json else { return }
        var seen: Set<String> = []
        for (place, resource) in (json.array ?? [json]).enumerated() {
            let pointer = JSONPointer(["relatedResource", String(place)])
            self.violations.requireURL(resource["id"], at: pointer.appending("id"))
            if let id = resource["id"]?.string, !seen.insert(id).inserted { self.violations.add(.malformed, at: pointer.appending("id")) }
            if resource["digestSRI"]?.string == nil, resource["digestMultibase"]?.string == nil {
                self.violations.add(.missing, at: pointer.appending("digestSRI"))
            }
        }
    }
}
