import JSON

/// What is signed, step by step: options and document in canonical form, their hashes, and both hashes in a row, options first
/// (Data Integrity EdDSA Cryptosuites 1.0 §3.3.3 to §3.3.5, ECDSA Cryptosuites 1.0 §3.3.3 to §3.3.5).
struct ProofInput {
    let canonicalOptions: [UInt8]
    let canonicalDocument: [UInt8]
    let optionsHash: [UInt8]
    let documentHash: [UInt8]

    /// - Parameters:
    ///   - document: without its proof, or with those that this one builds on.
    ///   - options: the proof without its value.
    ///   - kind: of the key, which settles the hash.
    ///   - graphs: what the suites over graphs need.
    init(
        document: JSON, options: JSONObject, suite: Cryptosuite, kind: Multikey.Kind, graphs: GraphCanonicalization? = nil
    ) throws(ProofError) {
        guard suite.keys.contains(kind), let hash = kind.proofHash else { throw .wrongKey }
        guard options["type"]?.string == suite.proofType,
            suite.proofType != Cryptosuite.dataIntegrity || options["cryptosuite"]?.string == suite.name
        else { throw .malformed("the proof is not one of the suite \(suite.name)") }
        if let created = options["created"], created.string.flatMap(DateTimeStamp.init) == nil {
            throw .malformed("\"created\" of the proof is no dateTimeStamp")
        }
        switch suite.canonicalization {
        case .json:
            self.canonicalOptions = try JSON.object(options).canonicalForSigning()
            self.canonicalDocument = try document.canonicalForSigning()
        case .graph:
            guard let graphs else { throw .transformation("no word lists are given that the suite \(suite.name) needs") }
            var read = options
            read["@context"] = document["@context"]
            self.canonicalOptions = try graphs.nquads(of: .object(read), hash: hash)
            self.canonicalDocument = try graphs.nquads(of: document, hash: hash)
        }
        self.optionsHash = hash.digest(of: self.canonicalOptions)
        self.documentHash = hash.digest(of: self.canonicalDocument)
    }

    var signedBytes: [UInt8] { self.optionsHash + self.documentHash }
}

extension JSON {
    /// The form of RFC 8785, or why there is none that says all of the document.
    fileprivate func canonicalForSigning() throws(ProofError) -> [UInt8] {
        guard self.holdsOnlyExactNumbers else {
            throw .transformation("a whole number is too large for its last digits to be signed (RFC 7493 §2.2)")
        }
        do {
            return try self.canonicalBytes()
        } catch {
            throw .transformation("a number has no canonical form (RFC 8785 §3.2.2.3)")
        }
    }

    /// Whether no whole number would lose digits in canonical form, where it becomes a double: a changed digit would still verify.
    private var holdsOnlyExactNumbers: Bool {
        switch self {
        case .number(let number):
            number.text.utf8.contains { [0x2e, 0x45, 0x65].contains($0) }
                || Int(number.text).map { $0 == Int(exactly: number.double) } == true
        case .array(let items): items.allSatisfy(\.holdsOnlyExactNumbers)
        case .object(let members): members.allSatisfy { $0.value.holdsOnlyExactNumbers }
        default: true
        }
    }
}
