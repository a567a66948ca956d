/// What a dataset takes at most, so that no input can take more memory than its reader planned for.
public struct RDFLimits: Sendable, Hashable {
    /// Bytes of an N-Quads text, and of all different terms of a dataset together.
    public var maxBytes: Int
    /// Quads of one dataset.
    public var maxQuads: Int
    /// Bytes of one term as N-Quads has it.
    public var maxTermBytes: Int

    /// What a credential with pictures in it needs, and ten times more.
    public static let standard = RDFLimits()

    /// Limits of one's own. `maxBytes` and `maxQuads` are never more than 31 bits can count.
    public init(maxBytes: Int = 64 << 20, maxQuads: Int = 1_000_000, maxTermBytes: Int = 8 << 20) {
        self.maxBytes = min(maxBytes, Int(Int32.max))
        self.maxQuads = min(maxQuads, Int(Int32.max))
        self.maxTermBytes = maxTermBytes
    }
}

/// More was put into a dataset than its limits allow.
public enum RDFLimitError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The text, or all terms together.
    case tooManyBytes(limit: Int)
    /// The quads.
    case tooManyQuads(limit: Int)
    /// One term.
    case termTooLong(limit: Int)

    /// One sentence with the limit and its name.
    public var description: String {
        switch self {
        case .tooManyBytes(let limit): "the RDF is longer than \(limit) bytes; RDFLimits.maxBytes says how much is taken"
        case .tooManyQuads(let limit): "the RDF has more than \(limit) quads; RDFLimits.maxQuads says how many are taken"
        case .termTooLong(let limit): "a term is longer than \(limit) bytes; RDFLimits.maxTermBytes says how much is taken"
        }
    }
}
