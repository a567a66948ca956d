import JSON

/// The signed parts inside a credential, by where they stand. The outer proof covers their bytes and says nothing of their truth.
struct InnerCredentials {
    /// Somebody's word for a thing in the credential.
    struct Endorsement {
        let pointer: JSONPointer
        let document: JSON
        /// The ids of what it may speak of: the thing that it stands in, and what that is made of.
        let subjects: Set<String>
    }

    /// The endorsements that are objects, in the document's order.
    private(set) var endorsements: [Endorsement] = []
    /// Endorsements in a form that is not read here.
    private(set) var otherEndorsements: [JSONPointer] = []
    /// Credentials as parts, which are not opened here yet.
    private(set) var nested: [JSONPointer] = []
    private var path: [String]

    /// - Parameter pointer: where the credential stands in a larger one.
    init(of document: JSON, at pointer: JSONPointer) {
        self.path = pointer.tokens
        if let members = document.object { self.walk(members) }
    }

    /// Depth is bounded by the parser's limit.
    private mutating func walk(_ members: JSONObject) {
        for (name, value) in members {
            switch name {
            case "endorsement": self.add(value, in: members)
            case "endorsementJwt": self.otherEndorsements.append(JSONPointer(self.path + [name]))
            case "verifiableCredential": self.nested.append(JSONPointer(self.path + [name]))
            case "@context", "proof": break
            default: self.walk(value, under: name)
            }
        }
    }

    private mutating func walk(_ value: JSON, under token: String) {
        switch value {
        case .object(let members):
            self.path.append(token)
            self.walk(members)
            self.path.removeLast()
        case .array(let items):
            self.path.append(token)
            for (place, item) in items.enumerated() { self.walk(item, under: String(place)) }
            self.path.removeLast()
        default: break
        }
    }

    private mutating func add(_ value: JSON, in members: JSONObject) {
        let pointer = JSONPointer(self.path + ["endorsement"])
        let subjects = JSON.object(members).ids
        for (place, item) in (value.array ?? [value]).enumerated() {
            let pointer = value.array == nil ? pointer : pointer.appending(place)
            if item.object == nil {
                self.otherEndorsements.append(pointer)
            } else {
                self.endorsements.append(Endorsement(pointer: pointer, document: item, subjects: subjects))
            }
        }
    }
}

extension JSON {
    /// The ids of an object and of all in it that is no credential of its own.
    fileprivate var ids: Set<String> {
        var ids: Set<String> = []
        if let id = self["id"]?.string { ids.insert(id) }
        for item in self.array ?? [] { ids.formUnion(item.ids) }
        for (name, value) in self.object ?? [:] where !Self.apart.contains(name) { ids.formUnion(value.ids) }
        return ids
    }

    private static let apart: Set<String> = [
        "@context", "endorsement", "verifiableCredential", "proof", "credentialStatus", "credentialSchema", "refreshService", "evidence",
    ]
}
