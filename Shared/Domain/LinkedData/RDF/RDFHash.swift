internal import Crypto

/// The hash that a canonicalisation is made with.
public enum RDFHashAlgorithm: Hashable, Sendable {
    /// What RDFC-1.0 uses when nothing else is said.
    case sha256
    /// What P-384 signatures go with.
    case sha384

    /// Bytes of a digest.
    public var byteCount: Int {
        switch self {
        case .sha256: SHA256.byteCount
        case .sha384: SHA384.byteCount
        }
    }
}

/// One running hash of either algorithm.
struct RDFHash: ~Copyable {
    let algorithm: RDFHashAlgorithm
    private var sha256 = SHA256()
    private var sha384 = SHA384()

    init(_ algorithm: RDFHashAlgorithm) {
        self.algorithm = algorithm
    }

    /// Appends the digest of a text to bytes.
    mutating func digest(of text: [UInt8], appendingTo bytes: inout [UInt8]) {
        switch self.algorithm {
        case .sha256:
            self.sha256.update(data: text.span)
            self.sha256.finalize(appendingTo: &bytes)
        case .sha384:
            self.sha384.update(data: text.span)
            self.sha384.finalize(appendingTo: &bytes)
        }
    }
}
