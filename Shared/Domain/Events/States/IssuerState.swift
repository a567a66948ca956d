public import CloudEvents
public import JSON
public import Observability

/// Who signs a college's credentials, and with which keys.
public struct IssuerState: AggregateState {
    /// What can happen to it.
    public enum Verb: String, CaseIterable, Sendable { case published }

    /// Its id.
    public let issuer: IssuerID
    /// The college that it signs for.
    public let college: CollegeID
    /// The college's name, as it stands in the signed profile.
    public let name: String
    /// Its identifier in signed documents: a DID or an URL.
    public let identifier: String
    /// Its site.
    public let site: String?
    /// All keys that it ever signed with, the newest last.
    public let keys: [Key]

    /// A key that signs, or did.
    public struct Key: Sendable, Hashable, JSONDecodable, JSONEncodable {
        /// Whether signatures by it are believed.
        public enum State: String, CaseIterable, Sendable, JSONDecodable, JSONEncodable {
            /// It signs.
            case active
            /// It signs no more; what it signed holds.
            case retired
            /// It is in wrong hands; nothing that it signed holds.
            case compromised
        }

        /// The verification method, as proofs name it.
        public let id: String
        /// The cryptosuite: `eddsa-rdfc-2022`.
        public let suite: String
        /// The public key in multibase.
        public let publicKeyMultibase: String
        /// Whether signatures by it are believed.
        public let state: State
        /// When it began to sign.
        public let since: WallTime
        /// When it ceased to.
        public let until: WallTime?

        /// A key from its parts.
        public init(id: String, suite: String, publicKeyMultibase: String, state: State, since: WallTime, until: WallTime? = nil) {
            self.id = id
            self.suite = suite
            self.publicKeyMultibase = publicKeyMultibase
            self.state = state
            self.since = since
            self.until = until
        }

        /// Reads an object.
        public init(from json: JSONView) throws(JSONDecodingError) {
            let body = try JSONReader(json, requiring: "id", "suite", "publicKeyMultibase", "state", "since")
            self.id = try body.required("id")
            self.suite = try body.required("suite")
            self.publicKeyMultibase = try body.required("publicKeyMultibase")
            self.state = try body.required("state")
            self.since = try body.time("since")
            self.until = try body.optionalTime("until")
            try body.finish()
        }

        /// An object.
        public var json: JSON {
            .object(omittingNil: [
                "id": self.id.json, "suite": self.suite.json, "publicKeyMultibase": self.publicKeyMultibase.json, "state": self.state.json,
                "since": self.since.json, "until": self.until?.json,
            ])
        }
    }

    /// A state from its parts.
    public init(issuer: IssuerID, college: CollegeID, name: String, identifier: String, site: String? = nil, keys: [Key]) {
        self.issuer = issuer
        self.college = college
        self.name = name
        self.identifier = identifier
        self.site = site
        self.keys = keys
    }

    /// Reads an object.
    public init(from json: JSONView) throws(JSONDecodingError) {
        let body = try JSONReader(json, requiring: "issuer", "college", "name", "identifier", "keys")
        self.issuer = try body.required("issuer")
        self.college = try body.required("college")
        self.name = try body.required("name")
        self.identifier = try body.required("identifier")
        self.site = try body.optional("site")
        self.keys = try body.required("keys")
        try body.finish()
    }

    /// An object.
    public var json: JSON {
        .object(omittingNil: [
            "issuer": self.issuer.json, "college": self.college.json, "name": self.name.json, "identifier": self.identifier.json,
            "site": self.site?.json, "keys": self.keys.json,
        ])
    }

    /// The catalogue.
    public static var topic: Topic { .catalogue }
    /// `issuer`
    public static var noun: String { "issuer" }
    /// Its id.
    public var subject: UUIDValue { self.issuer.value }
}
