import JSON

/// What is signed, step by step: options and document in canonical form, their hashes, and both hashes in a row, options first
/// (Data Integrity EdDSA Cryptosuites 1.0 §3.3.3 to §3.3.5).
struct ProofInput {
    let canonicalOptions: [UInt8]
    let canonicalDocument: [UInt8]
    let optionsHash: [UInt8]
    let documentHash: [UInt8]

    /// - Parameters:
    ///   - document: without its proof.
    ///   - options: the proof without its value.
    init(document: JSON, options: JSONObject, suite: Cryptosuite) throws(ProofError) {
        guard options["type"]?.string == "DataIntegrityProof", options["cryptosuite"]?.string == suite.name else {
            throw .malformed("the proof is not of type DataIntegrityProof with the suite \(suite.name)")
        }
        if let created = options["created"], created.string.flatMap(DateTimeStamp.init) == nil {
            throw .malformed("\"created\" of the proof is no dateTimeStamp")
        }
        self.canonicalOptions = try suite.transform(.object(options))
        self.canonicalDocument = try suite.transform(document)
        self.optionsHash = suite.hash(self.canonicalOptions)
        self.documentHash = suite.hash(self.canonicalDocument)
    }

    var signedBytes: [UInt8] { self.optionsHash + self.documentHash }
}
