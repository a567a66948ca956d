/// Why a text is no identifier of ours: the error codes of the did:key method, §3.1.
public enum DIDError: String, Error, Sendable, CustomStringConvertible {
    case invalidDID = "invalidDid"
    case invalidPublicKey
    case invalidPublicKeyLength
    case unsupportedPublicKeyType

    /// One sentence.
    public var description: String {
        switch self {
        case .invalidDID: "this is not a did:key: it reads did:key:z and base58 digits, without version or fragment"
        case .invalidPublicKey: "the key in this did:key is not a point of its curve"
        case .invalidPublicKeyLength: "the key in this did:key is too long or too short for its kind"
        case .unsupportedPublicKeyType: "the kind of key in this did:key is not known here"
        }
    }
}
