import Crypto
import LinkedData

extension RDFHashAlgorithm {
    /// The hash of a text, made apart from any canonicalizer.
    func digest(of text: [UInt8]) -> [UInt8] {
        switch self {
        case .sha256: SHA256.hash(data: text)
        case .sha384: SHA384.hash(data: text)
        }
    }
}
