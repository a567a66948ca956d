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
    ///   - graphs: how the suites over graphs read documents.
    init(
        document: JSON, options: JSONObject, suite: Cryptosuite, kind: Multikey.Kind, graphs: GraphCanonicalization = .standard
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
            self.init(
                canonicalOptions: try JSON.object(options).canonicalForSigning(), canonicalDocument: try document.canonicalForSigning(),
                hash: hash)
        case .graph:
            self.init(
                canonicalOptions: try graphs.nquads(ofOptions: options, context: document["@context"], hash: hash),
                canonicalDocument: try graphs.nquads(of: document, hash: hash), hash: hash)
        }
    }

    /// From the texts that are hashed.
    init(canonicalOptions: [UInt8], canonicalDocument: [UInt8], hash: ProofHash) {
        self.canonicalOptions = canonicalOptions
        self.canonicalDocument = canonicalDocument
        self.optionsHash = hash.digest(of: canonicalOptions)
        self.documentHash = hash.digest(of: canonicalDocument)
    }

    var signedBytes: [UInt8] { self.optionsHash + self.documentHash }
}

extension GraphCanonicalization {
    /// The options of a proof, read with the contexts of the document that it stands in. A word there that means nothing is the proof's fault.
    fileprivate func nquads(ofOptions options: JSONObject, context: JSON?, hash: ProofHash) throws(ProofError) -> [UInt8] {
        var options = options
        options["@context"] = context
        do throws(ProofError) {
            return try self.nquads(of: .object(options), hash: hash)
        } catch .notSignable(let place, let reason) {
            throw .malformed("\(place) of the proof can't be signed: \(reason)")
        } catch {
            throw error
        }
    }
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
