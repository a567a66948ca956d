public import JSON

/// Why a proof could not be made or judged, by the codes of Data Integrity 1.0 §4.8.
public enum ProofError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The document or the options cannot be brought into canonical form.
    case transformation(String)
    /// The document names a context that is not carried here. It may well be in order.
    case unknownContext(String)
    /// What stands here has no meaning that a signature over the graph could cover, and the reason.
    case notSignable(JSONPointer, String)
    /// A limit of ours is reached. The document may well be in order.
    case tooMuchWork(String)
    /// The options of a new proof are not as they must be.
    case generation(String)
    /// The proof in the document is not as it must be.
    case malformed(String)
    /// The proof names a context that the document does not start with.
    case contextMismatch
    /// The key is of another kind than the suite signs with.
    case wrongKey

    /// The type URL's last part in problem details.
    public var code: String {
        switch self {
        case .transformation, .unknownContext, .notSignable, .tooMuchWork: "PROOF_TRANSFORMATION_ERROR"
        case .generation: "PROOF_GENERATION_ERROR"
        case .malformed, .contextMismatch, .wrongKey: "PROOF_VERIFICATION_ERROR"
        }
    }

    /// One sentence.
    public var description: String {
        switch self {
        case .transformation(let reason), .generation(let reason), .malformed(let reason), .tooMuchWork(let reason): reason
        case .unknownContext(let url): "the context \(url) is not among those carried here, and none is fetched"
        case .notSignable(let place, let reason): "\(place) can't be signed: \(reason)"
        case .contextMismatch: "the document does not start with the contexts that were signed"
        case .wrongKey: "the key is not of the kind that this suite uses"
        }
    }
}
