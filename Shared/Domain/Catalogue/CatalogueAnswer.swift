public import Credentials
public import JSON
public import Observability

/// What has to be looked up in the catalogue before a document can be judged.
public struct CatalogueQuestion: Sendable, Hashable {
    /// The issuer that the document names; nil when it names none that could be known.
    public let issuer: String?
    /// Where the document says that its status lists lie; no more of them than a verdict looks at.
    public let statusLists: [String]

    /// Reads any JSON. PostgreSQL's text has no U+0000, and neither has the name of an issuer or a list.
    public init(_ document: JSON, limits: VerificationLimits) {
        let name = document["issuer"]?.string ?? document["issuer"]?["id"]?.string
        self.issuer = name.flatMap { $0.utf8.contains(0) ? nil : $0 }
        let entries = document["credentialStatus"].map { $0.array ?? [$0] } ?? []
        let urls = entries.count <= limits.statusEntries ? entries.compactMap { $0["statusListCredential"]?.string } : []
        self.statusLists = Set(urls.filter { !$0.utf8.contains(0) }).sorted()
    }
}

/// What the catalogue says to a question, all of it as of one moment.
public struct CatalogueAnswer: Sendable {
    /// The issuer; nil when it is not known here.
    public let issuer: KnownIssuer?
    /// The lists that are known here.
    public let statusLists: [HeldStatusList]
    /// When the catalogue was last read to its end; nil when that has never been.
    public let readAt: WallTime?

    /// An answer from its parts.
    public init(issuer: KnownIssuer?, statusLists: [HeldStatusList], readAt: WallTime?) {
        self.issuer = issuer
        self.statusLists = statusLists
        self.readAt = readAt
    }

    /// All that a verdict is made from beside the document. Who is in the catalogue is trusted by a list of this name.
    public func context(listName: String, limits: VerificationLimits) -> VerificationContext {
        let copies = self.statusLists.map { ($0.url, $0.copy(catalogueReadAt: self.readAt)) }
        var context = VerificationContext(limits: limits)
        context.statusLists = Dictionary(copies) { first, _ in first }
        context.trustLists = [TrustList(name: listName, issuers: self.issuer.map { [$0.identifier: .init(name: $0.name)] } ?? [:])]
        if let issuer, let controller = issuer.controller { context.controllers = [issuer.identifier: controller] }
        return context
    }
}
