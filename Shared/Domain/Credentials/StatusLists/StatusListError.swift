/// Why a status could not be read: the error codes of Bitstring Status List 1.0 §3.3. Each means "could not check", never "not revoked".
public enum StatusListError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The list could not be had.
    case retrieval
    /// The list does not hold what the entry asks for.
    case verification(String)
    /// The list is shorter than 131,072 entries.
    case length(entries: Int)
    /// The index lies beyond the list.
    case range
    /// A member of the entry or of the list breaks the standard.
    case malformedValue(String)

    /// The last part of the type URL under `https://www.w3.org/ns/credentials/status-list#`.
    public var code: String {
        switch self {
        case .retrieval: "STATUS_RETRIEVAL_ERROR"
        case .verification: "STATUS_VERIFICATION_ERROR"
        case .length: "STATUS_LIST_LENGTH_ERROR"
        case .range: "RANGE_ERROR"
        case .malformedValue: "MALFORMED_VALUE_ERROR"
        }
    }

    /// One sentence.
    public var description: String {
        switch self {
        case .retrieval: "the status list could not be had"
        case .verification(let reason), .malformedValue(let reason): reason
        case .length(let entries):
            "the status list has \(entries) entries; fewer than \(BitstringStatusList.minimumEntries) would tell who looks"
        case .range: "the status list has no entry of this index"
        }
    }
}
