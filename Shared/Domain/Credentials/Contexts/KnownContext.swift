import JSON

/// The contexts that are carried here, by URL; pages call them word lists. Whatever else a document names is "could not check": nothing is
/// fetched.
public enum KnownContext {
    /// Verifiable Credentials 2.0.
    public static let credentialsV2 = "https://www.w3.org/ns/credentials/v2"
    /// Verifiable Credentials 1.1, whose documents are not judged here.
    public static let credentialsV1 = "https://www.w3.org/2018/credentials/v1"
    /// Open Badges 3.0, the version that Cairn issues with.
    public static let openBadges = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
    /// Open Badges 3.0, the version before.
    public static let openBadgesBefore = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"

    /// All of them.
    static let tables: [ContextTable] = [
        .credentialsV2, .credentialsV1, .dataIntegrityV2, .dataIntegrityV1, .ed25519Signature2020, .multikey, .jwk, .did,
        .bitstringStatusList, .statusList2021, .openBadges303, .openBadges302, .openBadges301, .openBadges300, .openBadgesExtensions,
        .learnerRecord201, .learnerRecord200,
    ]

    /// The documents that lie at the URLs.
    static let documents: [String: JSON] = Dictionary(
        uniqueKeysWithValues: Self.tables.flatMap { table in table.addresses.map { ($0, table.document) } })

    /// The terms that a context gives a meaning, at any depth, and those that it protects wherever a document stands; nil when it is not
    /// carried here.
    static func terms(of url: String) -> (defined: Set<String>, protected: Set<String>)? { Self.terms[url] }

    private static let terms: [String: (defined: Set<String>, protected: Set<String>)] = Dictionary(
        uniqueKeysWithValues: Self.tables.flatMap { table in
            let terms = (defined: Self.terms(in: table.context), protected: Self.protectedTerms(of: table.context))
            return table.addresses.map { ($0, terms) }
        })

    private static func terms(in context: JSONObject) -> Set<String> {
        var terms: Set<String> = []
        for (term, definition) in context where !term.hasPrefix("@") {
            terms.insert(term)
            if let scope = definition["@context"]?.object { terms.formUnion(Self.terms(in: scope)) }
        }
        return terms
    }

    private static func protectedTerms(of context: JSONObject) -> Set<String> {
        context["@protected"]?.bool == true ? Set(context.names.filter { !$0.hasPrefix("@") }) : []
    }
}
