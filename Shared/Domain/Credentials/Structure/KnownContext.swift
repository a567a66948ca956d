/// The word lists that are carried here, by URL. Whatever else a document names is "could not check": nothing is fetched.
public enum KnownContext {
    /// Verifiable Credentials 2.0.
    public static let credentialsV2 = "https://www.w3.org/ns/credentials/v2"
    /// Verifiable Credentials 1.1, whose documents are not judged here.
    public static let credentialsV1 = "https://www.w3.org/2018/credentials/v1"
    /// Open Badges 3.0, the list that Cairn issues with.
    public static let openBadges = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
    /// Open Badges 3.0, the list before.
    public static let openBadgesBefore = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"

    /// The terms that a list gives a meaning, and those that it protects; nil when the list is not carried here.
    static func terms(of url: String) -> (defined: Set<String>, protected: Set<String>)? {
        switch url {
        case Self.credentialsV2: (KnownTerms.credentialsV2, KnownTerms.protectedByCredentialsV2)
        case Self.openBadges: (KnownTerms.openBadges, KnownTerms.protectedByOpenBadges)
        case Self.openBadgesBefore:
            (KnownTerms.openBadges.subtracting(Self.newIn303), KnownTerms.protectedByOpenBadges.subtracting(Self.newIn303))
        default: nil
        }
    }

    private static let newIn303: Set<String> = ["awardedDate", "inLanguage"]
}
