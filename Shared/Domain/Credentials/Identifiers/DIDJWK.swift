import Crypto
public import JSON

/// A DID that is its own key, written as a JWK (did:jwk method). It never changes and cannot be taken back.
public struct DIDJWK: Sendable, Hashable, CustomStringConvertible {
    /// The key.
    public let key: Multikey
    /// The key as the DID has it, with whatever else is said of it.
    public let jwk: JSON
    private let encoded: String

    /// The most characters behind `did:jwk:`.
    public static let maximumLength = 2_048

    /// The DID of a key; nil for the kinds that have no JWK here.
    public init?(_ key: Multikey) {
        guard let jwk = key.jwk else { return nil }
        self.key = key
        self.jwk = jwk
        self.encoded = Base64.url.encode(jwk.bytes())
    }

    /// Reads a DID: base64url over one JSON object. One with a path or a fragment is refused.
    public init(_ text: String) throws(DIDError) {
        guard text.hasPrefix(Self.prefix) else { throw .invalidDID }
        self.encoded = String(text.dropFirst(Self.prefix.count))
        guard self.encoded.utf8.count <= Self.maximumLength else { throw .invalidDID }
        do {
            self.jwk = try JSON(parsing: Base64.url.decode(self.encoded))
        } catch {
            throw .invalidDID
        }
        self.key = try Multikey(jwk: self.jwk)
    }

    /// The DID.
    public var description: String { Self.prefix + self.encoded }

    /// The DID URL of the one key in the document.
    public var verificationMethod: String { "\(self)#0" }

    /// The document that the DID stands for: one method under every purpose that its kind, and its `use`, can serve.
    public var document: ControllerDocument {
        let id = self.verificationMethod
        let method = VerificationMethod(id: id, controller: self.description, jwk: self.jwk, key: self.key)
        let signs = self.key.kind != .x25519 && self.jwk["use"]?.string != "enc"
        let purposes = signs ? ProofPurpose.allCases : []
        return ControllerDocument(
            id: self.description, methods: [method], purposes: Dictionary(uniqueKeysWithValues: purposes.map { ($0, [id]) }))
    }

    private static let prefix = "did:jwk:"
}
