public import JSON
import LinkedData

/// The way from a document to its canonical N-Quads: JSON-LD 1.1 in safe mode, RDF, RDFC-1.0. What the RDF suites sign.
///
/// Pure: contexts are a closed set, each compiled once and shared by all documents, and how much work a document may be is limited by counts.
public struct GraphCanonicalization: Sendable {
    private let processor: JSONLDProcessor

    /// With the contexts that are carried here (`KnownContext`).
    public static let standard = GraphCanonicalization()

    /// With the contexts that are carried here, and others by their URLs: documents with a member `@context`.
    public init(adding contexts: [String: JSON] = [:]) {
        var options = JSONLDOptions.safe
        // Texts with a direction have no other form in the field (JSON-LD 1.1 API §8.2.2 leaves the choice).
        options.rdfDirection = .i18nDatatype
        let documents = JSONLDDocuments(values: KnownContext.documents.merging(contexts) { $1 })
        self.processor = JSONLDProcessor(documents, options: options)
    }

    /// The canonical N-Quads of a document, UTF-8; the hash is the one that tells its blank nodes apart.
    ///
    /// Throws `unknownContext`, `notSignable` for what JSON-LD would drop or refuse, or `tooMuchWork`.
    func nquads(of document: JSON, hash: ProofHash) throws(ProofError) -> [UInt8] {
        var dataset = RDFDataset()
        do throws(JSONLDError) {
            try self.processor.writeRDF(of: document, into: &dataset)
        } catch {
            throw Self.proofError(error, in: document)
        }
        var canonicalizer = RDFCanonicalizer(hash.algorithm)
        do throws(RDFCanonicalizationError) {
            return try canonicalizer.canonicalize(dataset).nquads
        } catch {
            throw .tooMuchWork(error.description)
        }
    }

    private static func proofError(_ error: JSONLDError, in document: JSON) -> ProofError {
        switch error.code {
        case .loadingRemoteContextFailed: .unknownContext(document[pointer: error.pointer]?.string ?? error.detail)
        case .tooDeep, .contextTooDeep, .contextOverflow, .tooManyDefinitions, .tooMuchRDF: .tooMuchWork(error.detail)
        // The pointer of an error in a carried context says nothing about the document: what stands before that context does not go with it.
        default:
            if let context = error.document {
                .notSignable("/@context", "\(context) does not go with what stands before it: \(error.detail)")
            } else {
                .notSignable(error.pointer, error.detail)
            }
        }
    }
}

extension ProofHash {
    fileprivate var algorithm: RDFHashAlgorithm {
        switch self {
        case .sha256: .sha256
        case .sha384: .sha384
        }
    }
}
