import Crypto
public import JSON

/// What a new proof says beside the signature.
public struct ProofOptions: Sendable {
    /// The URL of the key.
    public let verificationMethod: String
    /// What the key is used for.
    public let purpose: ProofPurpose
    /// When the proof is made.
    public let created: DateTimeStamp
    /// When the proof ends by itself.
    public let expires: DateTimeStamp?

    /// Its own URL, which later proofs need to name it.
    public let id: String?
    /// The ids of the proofs that it covers beside the document.
    public let previous: [String]

    /// What a new proof says.
    public init(
        verificationMethod: String, created: DateTimeStamp, expires: DateTimeStamp? = nil, purpose: ProofPurpose = .assertionMethod,
        id: String? = nil, previous: [String] = []
    ) {
        self.verificationMethod = verificationMethod
        self.created = created
        self.expires = expires
        self.purpose = purpose
        self.id = id
        self.previous = previous
    }

    /// The document with a proof by this key as its last member (Data Integrity 1.0 §4.2). One that is signed already is refused.
    public func secure(
        _ document: JSON, with suite: Cryptosuite, key: SigningKey, graphs: GraphCanonicalization = .standard
    ) throws(ProofError) -> JSON {
        guard document.object?["proof"] == nil else { throw .generation("the document is signed already") }
        return try self.extend(document, with: suite, key: key, graphs: graphs)
    }

    /// The document with one more proof by this key (Data Integrity 1.0 §4.3).
    ///
    /// Without `previous` the new proof stands beside those that are there; with it, it covers those that it names. Each of them must be
    /// there, under an id that no other has.
    public func extend(
        _ document: JSON, with suite: Cryptosuite, key: SigningKey, graphs: GraphCanonicalization = .standard
    ) throws(ProofError) -> JSON {
        guard suite.proofType == Cryptosuite.dataIntegrity else { throw .generation("the suite \(suite.name) is only read") }
        guard var secured = document.object else { throw .generation("only an object can be signed") }
        let existing = secured.remove("proof").map { $0.array ?? [$0] } ?? []
        if let id = self.id, existing.contains(where: { $0["id"]?.string == id }) {
            throw .generation("the document has a proof called \(id) already")
        }
        var proof = self.members(suite)
        if suite.canonicalization == .json, let context = secured["@context"] { proof.append("@context", context) }
        var signed = secured
        if let covered = JSON.list(try self.covered(existing)) { signed.append("proof", covered) }
        let input = try ProofInput(document: .object(signed), options: proof, suite: suite, kind: key.multikey.kind, graphs: graphs)
        proof.append("proofValue", .string(Multibase.base58.encode(try key.signature(for: input.signedBytes))))
        secured.append("proof", existing.isEmpty ? .object(proof) : .array(existing + [.object(proof)]))
        return .object(secured)
    }

    /// The proofs that the new one covers.
    private func covered(_ existing: [JSON]) throws(ProofError) -> [JSON] {
        do throws(ProofSetError) {
            return try ProofSet(existing).proofs(named: self.previous)
        } catch {
            throw .generation(error.description)
        }
    }

    private func members(_ suite: Cryptosuite) -> JSONObject {
        var proof: JSONObject = ["type": .string(suite.proofType)]
        if let id = self.id { proof.append("id", .string(id)) }
        proof.append("cryptosuite", .string(suite.name))
        proof.append("created", .string(self.created.description))
        proof.append("verificationMethod", .string(self.verificationMethod))
        proof.append("proofPurpose", .string(self.purpose.rawValue))
        if let expires = self.expires { proof.append("expires", .string(expires.description)) }
        if let previous = JSON.oneOrMore(self.previous.map { .string($0) }) { proof.append("previousProof", previous) }
        return proof
    }
}
