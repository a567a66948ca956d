import Crypto
public import JSON

/// A proof as it stands in a document (Data Integrity 1.0 §2.1), parsed.
public struct DataIntegrityProof: Sendable {
    /// The URL of the key.
    public let verificationMethod: String
    /// What the key was used for.
    public let purpose: String
    /// The suite's name: its `cryptosuite`, or the type of a proof that is older than suites.
    public let cryptosuite: String
    /// Its own URL, by which later proofs name it.
    public let id: String?
    /// When it was made, by its maker's word.
    public let created: DateTimeStamp?
    /// When it ends by itself.
    public let expires: DateTimeStamp?
    /// The ids of the proofs that it covers beside the document (Data Integrity 1.0 §2.1.2); empty outside a chain.
    public let previous: [String]
    /// The signature as text; which encoding it must have is the suite's to say.
    private let value: String
    private let members: JSONObject

    /// Reads a proof; every member that is there must be as the standard has it.
    public init(_ json: JSON) throws(ProofError) {
        guard let members = json.object, let type = members["type"]?.string, Self.isReadable(type: type) else {
            throw .malformed("the proof is not of type DataIntegrityProof")
        }
        self.members = members
        self.verificationMethod = try Self.text("verificationMethod", of: members)
        self.purpose = try Self.text("proofPurpose", of: members)
        self.cryptosuite = type == Cryptosuite.dataIntegrity ? try Self.text("cryptosuite", of: members) : type
        self.id = try members["id"].map { id throws(ProofError) in
            guard let text = id.string, AbsoluteURL.isValid(text) else { throw .malformed("\"id\" of the proof is no URL") }
            return text
        }
        self.created = try Self.moment("created", of: members)
        self.expires = try Self.moment("expires", of: members)
        self.previous = try Self.previous(members["previousProof"])
        self.value = try Self.text("proofValue", of: members)
    }

    /// Whether proofs of a type can be read: that of Data Integrity, and those that stand for a suite themselves.
    static func isReadable(type: String) -> Bool {
        type == Cryptosuite.dataIntegrity || Cryptosuite.known.contains { $0.proofType == type }
    }

    /// Whether the key signed exactly this document, these options and the proofs that they build on.
    ///
    /// Data Integrity EdDSA Cryptosuites 1.0 §3.3.2, ECDSA Cryptosuites 1.0 §3.3.2; of a chain Data Integrity 1.0 §4.5 step 3.
    /// - Parameters:
    ///   - secured: the document; whatever it has under `proof` is left aside.
    ///   - covering: the proofs that this one names as previous, whole and in the document's order.
    ///   - graphs: how the suites over graphs read documents.
    public func isValid(
        for secured: JSON, covering: [JSON] = [], suite: Cryptosuite, key: Multikey, graphs: GraphCanonicalization = .standard
    ) throws(ProofError) -> Bool {
        guard var document = secured.object else { throw .malformed("a secured document is an object") }
        document["proof"] = covering.isEmpty ? nil : .array(covering)
        var options = self.members
        options.remove("proofValue")
        if suite.canonicalization == .json, let signed = options["@context"] {
            let (all, first) = (Self.list(document["@context"]), Self.list(signed))
            guard all.starts(with: first) else { throw .contextMismatch }
            document["@context"] = signed
        }
        let input = try ProofInput(document: .object(document), options: options, suite: suite, kind: key.kind, graphs: graphs)
        return try key.isValidSignature(try self.signature(), for: input.signedBytes)
    }

    private func signature() throws(ProofError) -> [UInt8] {
        do {
            return try Multibase.base58.decode(self.value)
        } catch {
            throw .malformed("\"proofValue\" is not base58 after a z")
        }
    }

    /// Whether every context of the document was signed. A JCS proof also holds when more were put behind: the bytes are then the same, but
    /// words may have got another meaning.
    public func coversContext(of secured: JSON) -> Bool {
        guard let signed = self.members["@context"] else { return true }
        return Self.list(signed) == Self.list(secured["@context"])
    }

    /// Whether each member is called by its term: over a graph the signature also holds when one is called by its IRI, and is then not found.
    var isPlain: Bool {
        self.members.names.allSatisfy { $0 == "@context" || !$0.hasPrefix("@") && !$0.utf8.contains(UInt8(ascii: ":")) }
    }

    private static func list(_ context: JSON?) -> [JSON] {
        switch context {
        case nil: []
        case .array(let items): items
        case let item?: [item]
        }
    }

    private static func text(_ name: String, of members: JSONObject) throws(ProofError) -> String {
        guard let text = members[name]?.string, !text.isEmpty else { throw .malformed("the proof has no text under \"\(name)\"") }
        return text
    }

    /// One id or several (Data Integrity 1.0 §2.1.2).
    private static func previous(_ json: JSON?) throws(ProofError) -> [String] {
        guard let json else { return [] }
        let ids = (json.array ?? [json]).map(\.string)
        guard !ids.isEmpty, !ids.contains(where: { $0?.isEmpty ?? true }) else {
            throw .malformed("\"previousProof\" is the id of a proof or several")
        }
        return ids.compactMap { $0 }
    }

    private static func moment(_ name: String, of members: JSONObject) throws(ProofError) -> DateTimeStamp? {
        guard let json = members[name] else { return nil }
        guard let moment = json.string.flatMap(DateTimeStamp.init) else {
            throw .malformed("\"\(name)\" of the proof is no dateTimeStamp")
        }
        return moment
    }
}
