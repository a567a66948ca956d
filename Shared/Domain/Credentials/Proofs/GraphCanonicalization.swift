public import JSON

/// The way from a document to its canonical N-Quads (RDFC-1.0), over the word lists that are pinned.
///
/// What the RDF suites need and the JCS suites do not. It is a value that is handed in, so that whoever judges a proof says which word lists
/// count; it must be pure, refuse a word list it does not carry, and refuse a word without a meaning, which would otherwise not be signed.
public struct GraphCanonicalization: Sendable {
    private let body: @Sendable (_ document: JSON, ProofHash) throws(ProofError) -> [UInt8]

    /// A way by its function, which throws `transformation` for what has no canonical form.
    public init(_ body: @escaping @Sendable (_ document: JSON, ProofHash) throws(ProofError) -> [UInt8]) {
        self.body = body
    }

    /// The canonical N-Quads of a document; the hash is the one that tells its blank nodes apart.
    func nquads(of document: JSON, hash: ProofHash) throws(ProofError) -> [UInt8] {
        try self.body(document, hash)
    }
}
