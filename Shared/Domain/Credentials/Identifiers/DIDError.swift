/// Why a text is no identifier of ours, or no key: the error codes of the did:key method, §3.1.
public enum DIDError: String, Error, Sendable, CustomStringConvertible {
    case invalidDID = "invalidDid"
    case invalidPublicKey
    case invalidPublicKeyLength
    case unsupportedPublicKeyType

    /// One sentence.
    public var description: String {
        switch self {
        case .invalidDID: "this is not an identifier of its method, such as did:key:z and base58 digits without version or fragment"
        case .invalidPublicKey: "the key of this identifier is not a point of its curve"
        case .invalidPublicKeyLength: "the key of this identifier is too long or too short for its kind"
        case .unsupportedPublicKeyType: "the kind of key of this identifier is not known here"
        }
    }
}
