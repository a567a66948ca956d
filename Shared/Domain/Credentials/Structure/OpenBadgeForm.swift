import JSON

/// The rules of form that Open Badges 3.0 adds (its data model, Appendix B): which type stands under which member, and what each type must have.
struct OpenBadgeForm {
    private(set) var violations: Violations

    /// Adds to what was found of the general rules.
    init(_ document: JSON, adding violations: Violations) {
        self.violations = violations
        for name in ["id", "validFrom"] where document[name] == nil { self.violations.add(.missing, at: JSONPointer([name])) }
        if let subject = document["credentialSubject"], subject["id"] == nil, subject["identifier"] == nil {
            self.violations.add(.missing, at: "/credentialSubject/id")
        }
        if let members = document.object { self.walk(members, at: .root) }
    }

    /// Depth is bounded by the parser's limit. Proofs are not of this model; credentials inside are judged by themselves.
    private mutating func walk(_ members: JSONObject, at pointer: JSONPointer) {
        for (name, value) in members where !Self.apart.contains(name) {
            let pointer = pointer.appending(name)
            for (place, inner) in (value.array ?? [value]).enumerated() {
                guard let object = inner.object else { continue }
                let pointer = value.array == nil ? pointer : pointer.appending(place)
                if let type = Self.types[name] { self.check(object, isA: type, at: pointer) }
                self.walk(object, at: pointer)
            }
        }
    }

    private mutating func check(_ object: JSONObject, isA type: String, at pointer: JSONPointer) {
        let types = object["type"].map { $0.array ?? [$0] } ?? []
        if !types.contains(.string(type)) { self.violations.add(.wrongType, at: pointer.appending("type")) }
        for name in Self.required[type, default: []] where object[name] == nil {
            self.violations.add(.missing, at: pointer.appending(name))
        }
    }

    private static let apart: Set<String> = [
        "@context", "proof", "verifiableCredential", "endorsement", "credentialStatus", "credentialSchema", "refreshService", "termsOfUse",
    ]

    private static let types = [
        "credentialSubject": "AchievementSubject", "achievement": "Achievement", "issuer": "Profile", "creator": "Profile",
        "source": "Profile", "parentOrg": "Profile", "identifier": "IdentityObject", "otherIdentifier": "IdentifierEntry",
        "result": "Result", "resultDescription": "ResultDescription", "rubricCriterionLevel": "RubricCriterionLevel",
        "alignment": "Alignment", "evidence": "Evidence", "image": "Image", "address": "Address", "geo": "GeoCoordinates",
        "related": "Related",
    ]

    private static let required = [
        "AchievementSubject": ["achievement"], "Achievement": ["id", "name", "description", "criteria"], "Profile": ["id"],
        "IdentityObject": ["hashed", "identityHash", "identityType"], "IdentifierEntry": ["identifier", "identifierType"],
        "ResultDescription": ["id", "name", "resultType"], "RubricCriterionLevel": ["id", "name"],
        "Alignment": ["targetName", "targetUrl"], "Image": ["id"], "GeoCoordinates": ["latitude", "longitude"], "Related": ["id"],
    ]
}
