/// Why bytes could not be packed or unpacked.
public enum CompressionError: Error, Equatable, CustomStringConvertible {
    /// Unpacked, the bytes would take more room than the caller allows.
    case tooLarge(limit: Int)
    /// The packed bytes end before their last block or checksum.
    case truncated
    /// Whole packed bytes are followed by others that belong to nothing; `offset` is where those begin.
    case trailingBytes(offset: Int)
    /// The bytes are not of this format, or a checksum does not hold; `offset` is near the spot.
    case corrupt(offset: Int, reason: String)

    /// One sentence: what happened, where, and the limit if there is one.
    public var description: String {
        switch self {
        case .tooLarge(let limit): "unpacked, it takes more than the limit of \(limit) bytes"
        case .truncated: "the packed bytes end too early"
        case .trailingBytes(let offset): "the packed bytes end at byte \(offset), but more bytes follow"
        case .corrupt(let offset, let reason): "the packed bytes are damaged near byte \(offset): \(reason)"
        }
    }
}
