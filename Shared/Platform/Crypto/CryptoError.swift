/// What went wrong with a key, a text form or a sealed box. A signature that does not match is not an error but `false`.
public enum CryptoError: Error, Equatable, CustomStringConvertible {
    /// A value of a fixed size has another size.
    case incorrectLength(of: String, expected: String, actual: Int)
    /// The bytes have the right size but are no key: not on the curve, out of range, too weak.
    case invalidKey(String)
    /// A text is not what its encoding allows; `offset` counts bytes from 0.
    case invalidText(encoding: String, offset: Int, reason: String)
    /// A text is longer than the decoder takes.
    case textTooLong(encoding: String, limit: Int)
    /// The signature bytes are not the form they should have.
    case invalidSignature(String)
    /// The ciphertext, its tag or the data beside it was changed, or the key is another one.
    case authenticationFailure
    /// The library refused for a reason of its own.
    case library(String)

    /// One sentence: what happened and, where it helps, where.
    public var description: String {
        switch self {
        case .incorrectLength(let thing, let expected, let actual): "\(thing) must be \(expected) bytes long, not \(actual)"
        case .invalidKey(let reason): "not a usable key: \(reason)"
        case .invalidText(let encoding, let offset, let reason): "not \(encoding) at byte \(offset): \(reason)"
        case .textTooLong(let encoding, let limit): "\(encoding) text is longer than the limit of \(limit) characters"
        case .invalidSignature(let reason): "not a signature: \(reason)"
        case .authenticationFailure: "the sealed bytes were changed, or sealed with another key"
        case .library(let message): "libcrypto: \(message)"
        }
    }
}
