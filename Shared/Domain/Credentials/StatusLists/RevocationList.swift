public import JSON

/// The list of `1EdTechRevocationList`: which credentials of an issuer were taken back, by their ids.
///
/// Nobody signs such a list. It counts because it was fetched from the address that the signed credential names, and whoever hands it in
/// answers for that.
public struct RevocationList: Sendable, Equatable {
    /// The type of an entry that names such a list.
    static let entryType = "1EdTechRevocationList"

    /// Its URL.
    public let id: String
    /// Whose list it is.
    public let issuer: String
    /// Why each of them was taken back; the empty text where nothing is said.
    private let reasons: [String: String]

    /// Reads a list. An item that is not as it should be makes all of it unreadable: it may be the very one that matters.
    public init(_ json: JSON) throws(StatusListError) {
        guard let id = json["id"]?.string, let issuer = json["issuer"]?.string ?? json["issuer"]?["id"]?.string,
            let items = json["revokedCredentials"].map({ $0.array ?? [$0] })
        else { throw .verification("the list has no id, issuer or revokedCredentials") }
        var reasons: [String: String] = [:]
        for item in items {
            guard let credential = item["id"]?.string else { throw .malformedValue("each of the revokedCredentials has an id") }
            switch item["revoked"] {
            case nil, .bool(true)?: reasons[credential] = item["revocationReason"]?.string ?? ""
            case .bool(false)?: break
            default: throw .malformedValue("\"revoked\" is true or false")
            }
        }
        self.id = id
        self.issuer = issuer
        self.reasons = reasons
    }

    /// Why a credential was taken back, the empty text when the list does not say; nil when it was not.
    public func reason(for credential: String) -> String? { self.reasons[credential] }
}
