import Crypto
public import JSON

/// A proof as it stands in a document (Data Integrity 1.0 §2.1), parsed.
public struct DataIntegrityProof: Sendable {
    /// The URL of the key.
    public let verificationMethod: String
    /// What the key was used for.
    public let purpose: String
    /// The suite's name.
    public let cryptosuite: String
    /// When it was made, by its maker's word.
    public let created: DateTimeStamp?
    /// When it ends by itself.
    public let expires: DateTimeStamp?
    /// Whether it builds on another proof.
    public let isChained: Bool
    /// The signature as text; which encoding it must have is the suite's to say.
    private let value: String
    private let members: JSONObject

    /// Reads a proof; every member that is there must be as the standard has it.
    public init(_ json: JSON) throws(ProofError) {
        guard let members = json.object, members["type"]?.string == "DataIntegrityProof" else {
            throw .malformed("the proof is not of type DataIntegrityProof")
        }
        self.members = members
        self.verificationMethod = try Self.text("verificationMethod", of: members)
        self.purpose = try Self.text("proofPurpose", of: members)
        self.cryptosuite = try Self.text("cryptosuite", of: members)
        self.created = try Self.moment("created", of: members)
        self.expires = try Self.moment("expires", of: members)
        self.isChained = members["previousProof"] != nil
        self.value = try Self.text("proofValue", of: members)
    }

    /// Whether the key signed exactly this document and these options (Data Integrity EdDSA Cryptosuites 1.0 §3.3.2).
    public func isValid(for secured: JSON, suite: Cryptosuite, key: Multikey) throws(ProofError) -> Bool {
        guard var document = secured.object else { throw .malformed("a secured document is an object") }
        document.remove("proof")
        var options = self.members
        options.remove("proofValue")
        if suite.carriesContext, let signed = options["@context"] {
            let (all, first) = (Self.list(document["@context"]), Self.list(signed))
            guard all.starts(with: first) else { throw .contextMismatch }
            document["@context"] = signed
        }
        let input = try ProofInput(document: .object(document), options: options, suite: suite)
        return try suite.verify(try self.signature(), input.signedBytes, key)
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

    private static func moment(_ name: String, of members: JSONObject) throws(ProofError) -> DateTimeStamp? {
        guard let json = members[name] else { return nil }
        guard let moment = json.string.flatMap(DateTimeStamp.init) else {
            throw .malformed("\"\(name)\" of the proof is no dateTimeStamp")
        }
        return moment
    }
}
