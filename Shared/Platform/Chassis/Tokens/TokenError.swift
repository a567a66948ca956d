/// Why a token is not believed. No description holds any of the token.
public enum TokenError: Error, Sendable, Hashable, CustomStringConvertible {
    /// More bytes than any token of ours has.
    case tooLong(bytes: Int)
    /// It is not three parts of base64url, or header or claims are no JSON objects.
    case malformed(String)
    /// Its header names a type of token that is not meant here.
    case wrongType
    /// Its header demands something that is not understood (RFC 7515 §4.1.11).
    case criticalHeader
    /// It names no key, or one that is not in the set.
    case unknownKey
    /// It names another algorithm than its key is for.
    case wrongAlgorithm
    /// The signature is not that of the key.
    case wrongSignature
    /// It is not from the issuer that is believed.
    case wrongIssuer
    /// It is meant for somebody else.
    case wrongAudience
    /// Its time is over.
    case expired
    /// Its time has not come.
    case notYetValid
    /// A claim is missing or not what it should be.
    case wrongClaim(String)

    /// One sentence.
    public var description: String {
        switch self {
        case .tooLong(let bytes): "the token has \(bytes) bytes; at most \(SignedToken.sizeLimit) are read"
        case .malformed(let reason): "the token is not well formed: \(reason)"
        case .wrongType: "the token is of another type than is taken here"
        case .criticalHeader: "the token demands something that is not understood"
        case .unknownKey: "the token is signed by a key that is not known here"
        case .wrongAlgorithm: "the token names another algorithm than its key is for"
        case .wrongSignature: "the token's signature does not fit"
        case .wrongIssuer: "the token is from somebody who is not believed"
        case .wrongAudience: "the token is meant for somebody else"
        case .expired: "the token has expired"
        case .notYetValid: "the token is not valid yet"
        case .wrongClaim(let name): "the token's claim \(name) is missing or is not what it should be"
        }
    }
}
