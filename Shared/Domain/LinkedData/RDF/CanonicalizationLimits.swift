/// How much work a canonicalisation may be, so that no graph that was made for it can hold a processor.
///
/// Almost every dataset needs none of it: the work is for blank nodes that look alike from near, and grows as a factorial in graphs made of
/// nothing else.
public struct RDFCanonicalizationLimits: Hashable, Sendable {
    /// Deep hashes (RDFC-1.0 §4.8, Hash N-Degree Quads) at most, whatever the dataset. Fewer blank nodes get fewer: n³ for n that look alike.
    public var maxDeepHashes: Int
    /// Neighbours that deep hashes look at, over all the orders that they are tried in.
    public var maxDeepSteps: Int

    /// What all honest data need, many times over.
    public static let standard = RDFCanonicalizationLimits()

    /// Limits of one's own.
    public init(maxDeepHashes: Int = 4000, maxDeepSteps: Int = 1_000_000) {
        self.maxDeepHashes = maxDeepHashes
        self.maxDeepSteps = maxDeepSteps
    }

    /// How many deep hashes so many blank nodes that look alike may have.
    func deepHashes(for alike: Int) -> Int {
        // n³ above 2²⁰ is more than any limit is meant to be, and stays within 64 bits.
        alike >= 1 << 20 ? self.maxDeepHashes : min(alike * alike * alike, self.maxDeepHashes)
    }
}

/// A dataset was not canonicalised. This says nothing about whether it is honest: it was too much work, or is no RDF dataset.
public enum RDFCanonicalizationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The blank nodes look too much alike.
    case tooManyDeepHashes(limit: Int)
    /// The blank nodes that look alike have too many neighbours.
    case tooManyDeepSteps(limit: Int)
    /// The caller's time was up.
    case overdue
    /// A predicate is a blank node, for which no canonical form is defined.
    case blankPredicate

    /// One sentence, with the limit and its name.
    public var description: String {
        switch self {
        case .tooManyDeepHashes(let limit):
            "the blank nodes look too much alike: more than \(limit) deep hashes; RDFCanonicalizationLimits.maxDeepHashes says how many are made"
        case .tooManyDeepSteps(let limit):
            "the blank nodes look too much alike: more than \(limit) steps in deep hashes; "
                + "RDFCanonicalizationLimits.maxDeepSteps says how many are taken"
        case .overdue: "canonicalising took longer than its caller gave it"
        case .blankPredicate: "a predicate is a blank node; generalised RDF has no canonical form"
        }
    }
}
