/// How a document is brought into bytes and signed (Data Integrity 1.0 §3.1). A value, so that a further suite is one more constant.
///
/// What differs between suites is here; what is signed is always the hash of the options and the hash of the document in a row.
public struct Cryptosuite: Sendable, Equatable {
    /// How options and document become bytes.
    enum Canonicalization: Sendable {
        /// The JSON itself, RFC 8785. The proof carries the contexts that were signed.
        case json
        /// The graph that the JSON stands for, RDFC-1.0. The options are read with the document's contexts.
        case graph
    }

    /// As proofs name it: their `cryptosuite`, or their `type` where that names the suite.
    public let name: String
    /// The type of its proofs.
    let proofType: String
    let canonicalization: Canonicalization
    /// The kinds of keys that sign.
    let keys: [Multikey.Kind]

    private init(_ name: String, type: String = Self.dataIntegrity, _ canonicalization: Canonicalization, keys: [Multikey.Kind]) {
        self.name = name
        self.proofType = type
        self.canonicalization = canonicalization
        self.keys = keys
    }

    /// The type of the proofs that name their suite.
    static let dataIntegrity = "DataIntegrityProof"

    /// Ed25519 over canonical JSON (Data Integrity EdDSA Cryptosuites 1.0 §3.3).
    public static let eddsaJCS2022 = Cryptosuite("eddsa-jcs-2022", .json, keys: [.ed25519])
    /// Ed25519 over the canonical graph (Data Integrity EdDSA Cryptosuites 1.0 §3.2).
    public static let eddsaRDFC2022 = Cryptosuite("eddsa-rdfc-2022", .graph, keys: [.ed25519])
    /// ECDSA over canonical JSON (Data Integrity ECDSA Cryptosuites 1.0 §3.3).
    public static let ecdsaJCS2019 = Cryptosuite("ecdsa-jcs-2019", .json, keys: [.p256, .p384])
    /// ECDSA over the canonical graph (Data Integrity ECDSA Cryptosuites 1.0 §3.2).
    public static let ecdsaRDFC2019 = Cryptosuite("ecdsa-rdfc-2019", .graph, keys: [.p256, .p384])
    /// The suite before there were suites (Data Integrity EdDSA Cryptosuites 1.0, appendix C): read, never written.
    public static let ed25519Signature2020 = Cryptosuite(
        "Ed25519Signature2020", type: "Ed25519Signature2020", .graph, keys: [.ed25519])

    /// The suites that are known here.
    public static let known: [Cryptosuite] = [.eddsaJCS2022, .eddsaRDFC2022, .ecdsaJCS2019, .ecdsaRDFC2019, .ed25519Signature2020]

    /// A suite by its name; nil is "could not check", never "forged".
    public static func named(_ name: String) -> Cryptosuite? {
        Self.known.first { $0.name == name }
    }
}
