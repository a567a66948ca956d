import Crypto

/// The hash that a proof is made with: it follows from the key, and an RDF suite uses the same one inside its canonical form.
public enum ProofHash: Sendable, CaseIterable {
    case sha256, sha384

    /// The digest of a text.
    func digest(of text: [UInt8]) -> [UInt8] {
        switch self {
        case .sha256: SHA256.hash(data: text)
        case .sha384: SHA384.hash(data: text)
        }
    }
}
