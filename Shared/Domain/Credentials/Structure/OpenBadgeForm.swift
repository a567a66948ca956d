import JSON

/// The rules of form that Open Badges 3.0 adds (its data model, Appendix B): which type stands under which member, and what each type must have.
struct OpenBadgeForm {
    private(set) var violations: Violations
    /// The way to the object in hand.
    private var path: [String] = []

    /// Adds to what was found of the general rules.
    init(_ document: JSON, adding violations: Violations) {
        self.violations = violations
        for name in ["id", "validFrom"] where document[name] == nil { self.violations.add(.missing, at: JSONPointer([name])) }
        if let subject = document["credentialSubject"], subject["id"] == nil, subject["identifier"] == nil {
            self.violations.add(.missing, at: "/credentialSubject/id")
        }
        if let members = document.object { self.walk(members) }
    }

    /// Depth is bounded by the parser's limit. Proofs are not of this model; credentials inside are judged by themselves.
    private mutating func walk(_ members: JSONObject) {
        for (name, value) in members where !Self.apart.contains(name) {
            self.path.append(name)
            defer { self.path.removeLast() }
            self.requireObjects(value, under: name)
            if case .object(let object) = value {
                self.look(at: object, under: name)
            } else if case .array(let items) = value {
                for (place, item) in items.enumerated() {
                    guard case .object(let object) = item else { continue }
                    self.path.append(String(place))
                    self.look(at: object, under: name)
                    self.path.removeLast()
                }
            }
        }
    }

    /// What a subject says of achievement and person must stand in the document itself, not behind a link. (The identifier of an
    /// IdentifierEntry is a text.)
    private mutating func requireObjects(_ value: JSON, under name: String) {
        guard Self.objects.contains(name), !(name == "identifier" && self.path.contains("otherIdentifier")) else { return }
        let path = self.path
        if !(value.array ?? [value]).allSatisfy({ $0.object != nil }) { self.violations.add(.wrongType, at: JSONPointer(path)) }
    }

    private mutating func look(at object: JSONObject, under name: String) {
        if let type = Self.types[name] { self.check(object, isA: type) }
        self.walk(object)
    }

    private mutating func check(_ object: JSONObject, isA type: String) {
        let path = self.path
        let isOfType =
            switch object["type"] {
            case .string(let only): only == type
            case .array(let several): several.contains { $0.string == type }
            default: false
            }
        if !isOfType { self.violations.add(.wrongType, at: JSONPointer(path + ["type"])) }
        for name in Self.required[type, default: []] where object[name] == nil {
            self.violations.add(.missing, at: JSONPointer(path + [name]))
        }
    }

    private static let apart: Set<String> = [
        "@context", "proof", "verifiableCredential", "endorsement", "credentialStatus", "credentialSchema", "refreshService", "termsOfUse",
    ]

    private static let objects: Set<String> = ["achievement", "alignment", "criteria", "evidence", "identifier", "result"]

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
