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

    /// What a new proof says.
    public init(
        verificationMethod: String, created: DateTimeStamp, expires: DateTimeStamp? = nil, purpose: ProofPurpose = .assertionMethod
    ) {
        self.verificationMethod = verificationMethod
        self.created = created
        self.expires = expires
        self.purpose = purpose
    }

    /// The document with a proof by this key as its last member (Data Integrity EdDSA Cryptosuites 1.0 §3.3.1).
    public func secure(_ document: JSON, with suite: Cryptosuite, key: SigningKey) throws(ProofError) -> JSON {
        guard var secured = document.object else { throw .generation("only an object can be signed") }
        guard secured["proof"] == nil else { throw .generation("the document is signed already") }
        var proof: JSONObject = [
            "type": "DataIntegrityProof", "cryptosuite": .string(suite.name), "created": .string(self.created.description),
            "verificationMethod": .string(self.verificationMethod), "proofPurpose": .string(self.purpose.rawValue),
        ]
        if let expires = self.expires { proof.append("expires", .string(expires.description)) }
        if suite.carriesContext, let context = secured["@context"] { proof.append("@context", context) }
        let input = try ProofInput(document: document, options: proof, suite: suite)
        let signature = try suite.sign(input.signedBytes, key)
        proof.append("proofValue", .string(Multibase.base58.encode(signature)))
        secured.append("proof", .object(proof))
        return .object(secured)
    }
}
