/// A DID that is its own key (did:key method, Multikey form of November 2025). It never changes and cannot be taken back.
public struct DIDKey: Sendable, Hashable, CustomStringConvertible {
    /// The key.
    public let key: Multikey
    private let multibase: String

    /// The DID of a key.
    public init(_ key: Multikey) {
        self.key = key
        self.multibase = key.multibase
    }

    /// Reads a DID. One with a version, a path or a fragment is refused.
    public init(_ text: String) throws(DIDError) {
        guard text.hasPrefix(Self.prefix) else { throw .invalidDID }
        self.multibase = String(text.dropFirst(Self.prefix.count))
        self.key = try Multikey(self.multibase)
    }

    /// The DID.
    public var description: String { Self.prefix + self.multibase }

    /// The DID URL of the one key in the document.
    public var verificationMethod: String { "\(self)#\(self.multibase)" }

    /// The document that the DID stands for: one method under every purpose that its kind can serve.
    public var document: ControllerDocument {
        let id = self.verificationMethod
        let method = VerificationMethod(id: id, controller: self.description, key: self.key)
        let purposes: [ProofPurpose] =
            self.key.kind == .x25519
            ? [] : [.authentication, .assertionMethod, .capabilityDelegation, .capabilityInvocation]
        return ControllerDocument(
            id: self.description, methods: [method], purposes: Dictionary(uniqueKeysWithValues: purposes.map { ($0, [id]) }))
    }

    private static let prefix = "did:key:"
}
