/// All that a verification knows beside the credential: it fetches nothing and reads no clock.
public struct VerificationContext: Sendable {
    /// The issuers' documents by id. A did:key needs none; one that is given adds the times of its key.
    public var controllers: [String: ControllerDocument]
    /// Copies of status lists by URL.
    public var statusLists: [String: StatusListCopy]
    /// The lists of issuers that count. Without any, trust is not judged.
    public var trustLists: [TrustList]
    /// When somebody who is not its signer had the credential, byte for byte, at the latest: a wallet's import, the event of its issue.
    /// It is the only time that is believed once a key was stolen (`SigningTime`).
    public var seenAt: DateTimeStamp?
    /// How the suites over graphs read documents.
    public var graphs: GraphCanonicalization
    /// What is taken at most.
    public var limits: VerificationLimits

    /// Knowledge from its parts.
    public init(
        controllers: [String: ControllerDocument] = [:], statusLists: [String: StatusListCopy] = [:], trustLists: [TrustList] = [],
        seenAt: DateTimeStamp? = nil, graphs: GraphCanonicalization = .standard, limits: VerificationLimits = .standard
    ) {
        self.controllers = controllers
        self.statusLists = statusLists
        self.trustLists = trustLists
        self.seenAt = seenAt
        self.graphs = graphs
        self.limits = limits
    }
}

/// Who counts as an issuer, by somebody's word.
public struct TrustList: Sendable {
    /// What the list says of one issuer.
    public struct Entry: Sendable {
        /// The name that it is listed under.
        public let name: String?
        /// Since when it is on the list no more.
        public let removedAt: DateTimeStamp?

        /// An entry.
        public init(name: String? = nil, removedAt: DateTimeStamp? = nil) {
            self.name = name
            self.removedAt = removedAt
        }
    }

    /// What people call the list.
    public let name: String
    /// The issuers by id; nil when the list could not be had.
    public let issuers: [String: Entry]?

    /// A list; nil issuers say that it did not answer.
    public init(name: String, issuers: [String: Entry]?) {
        self.name = name
        self.issuers = issuers
    }
}

/// What a verification takes at most.
public struct VerificationLimits: Sendable {
    /// Bytes of a credential.
    public var credentialBytes: Int
    /// Proofs on one document.
    public var proofs: Int
    /// Status entries of one credential.
    public var statusEntries: Int
    /// Endorsements that are judged in one credential, at whatever depth.
    public var endorsements: Int
    /// How deep endorsements stand in endorsements; 1 opens those of the credential alone.
    public var endorsementDepth: Int
    /// How many seconds a copy of a status list counts when the list does not say less.
    public var statusListAge: Int64

    /// Limits of one's own.
    public init(
        credentialBytes: Int = 1 << 20, proofs: Int = 8, statusEntries: Int = 8, endorsements: Int = 16, endorsementDepth: Int = 4,
        statusListAge: Int64 = 86_400
    ) {
        self.credentialBytes = credentialBytes
        self.proofs = proofs
        self.statusEntries = statusEntries
        self.endorsements = endorsements
        self.endorsementDepth = endorsementDepth
        self.statusListAge = statusListAge
    }

    /// What services use.
    public static let standard = VerificationLimits()
}
