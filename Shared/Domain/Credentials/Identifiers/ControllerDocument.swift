public import JSON

/// What a key may be used for (Controlled Identifiers 1.0 §2.3).
public enum ProofPurpose: String, Sendable, CaseIterable {
    case authentication, assertionMethod, capabilityDelegation, capabilityInvocation
}

/// Why a controller document or one of its methods is of no use.
public enum ControllerDocumentError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The document breaks the form of Controlled Identifiers 1.0.
    case malformed(String)
    /// A method is of a type or a kind of key that is not known here.
    case unsupportedMethod(String)
    /// The document has no such method.
    case noSuchMethod(String)
    /// The method is there, but not for this purpose.
    case wrongPurpose(String)
    /// The method names another controller than the document that holds it.
    case foreignController(String)

    /// One sentence.
    public var description: String {
        switch self {
        case .malformed(let reason): reason
        case .unsupportedMethod(let id): "the key \(id) is of a kind that is not known here"
        case .noSuchMethod(let id): "there is no key called \(id)"
        case .wrongPurpose(let id): "the key \(id) is not for this purpose"
        case .foreignController(let id): "the key is under the control of \(id)"
        }
    }
}

/// Whose keys these are: the answer to "may this key sign for that issuer?"
public struct ControllerDocument: Sendable, Equatable {
    /// The controller: an issuer's DID or URL.
    public let id: String
    /// The keys that can be read here.
    public let methods: [VerificationMethod]
    /// For each purpose the ids of its methods.
    public let purposes: [ProofPurpose: [String]]
    /// Methods that are there but of a type that is not known here.
    private var unsupported: Set<String> = []

    /// A document from its parts.
    public init(id: String, methods: [VerificationMethod], purposes: [ProofPurpose: [String]]) {
        self.id = id
        self.methods = methods
        self.purposes = purposes
    }

    /// Reads a document. Methods of other types do no harm until one of them is asked for.
    public init(_ json: JSON) throws(ControllerDocumentError) {
        guard let id = json["id"]?.string, AbsoluteURL.isValid(id) else { throw .malformed("the document has no URL as its id") }
        var methods: [VerificationMethod] = []
        var unsupported: Set<String> = []
        func add(_ json: JSON) throws(ControllerDocumentError) -> String {
            do throws(ControllerDocumentError) {
                let method = try VerificationMethod(json, in: id)
                guard !methods.contains(where: { $0.id == method.id }) else { throw .malformed("two methods are called \(method.id)") }
                methods.append(method)
                return method.id
            } catch .unsupportedMethod(let id) {
                unsupported.insert(id)
                return id
            }
        }
        for method in json["verificationMethod"]?.array ?? [] { _ = try add(method) }
        var purposes: [ProofPurpose: [String]] = [:]
        for purpose in ProofPurpose.allCases {
            guard let entries = json[purpose.rawValue]?.array else { continue }
            var ids: [String] = []
            for entry in entries {
                let id = if let name = entry.string { VerificationMethod.absolute(name, in: id) } else { try add(entry) }
                ids.append(id)
            }
            purposes[purpose] = ids
        }
        self.init(id: id, methods: methods, purposes: purposes)
        self.unsupported = unsupported
    }

    /// The key that may sign for this controller under this name and purpose (Controlled Identifiers 1.0 §3.3).
    public func method(_ id: String, for purpose: ProofPurpose) throws(ControllerDocumentError) -> VerificationMethod {
        guard let method = self.methods.first(where: { $0.id == id }) else {
            throw self.unsupported.contains(id) ? .unsupportedMethod(id) : .noSuchMethod(id)
        }
        guard method.controller == self.id else { throw .foreignController(method.controller) }
        guard self.purposes[purpose, default: []].contains(id) else { throw .wrongPurpose(id) }
        return method
    }

    /// The document as it is published.
    public var json: JSON {
        let isJWK = self.methods.contains { $0.jwk != nil }
        let words: [JSON] =
            (isJWK ? ["https://w3id.org/security/jwk/v1"] : [])
            + (!isJWK || self.methods.contains { $0.jwk == nil } ? ["https://w3id.org/security/multikey/v1"] : [])
        var object: JSONObject = [
            "@context": .array(["https://www.w3.org/ns/did/v1"] + words), "id": .string(self.id),
            "verificationMethod": .array(self.methods.map(\.json)),
        ]
        for purpose in ProofPurpose.allCases {
            if let ids = self.purposes[purpose] { object.append(purpose.rawValue, .array(ids.map { .string($0) })) }
        }
        return .object(object)
    }
}
