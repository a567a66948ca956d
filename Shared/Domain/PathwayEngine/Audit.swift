import CloudEvents
public import Events
import Observability

/// How a learner's credentials stand to a requirement.
///
/// The same credentials give the same result, in whatever order they came. One credential counts once for each place where its achievement stands,
/// and a second one of the same achievement adds nothing.
public struct Audit: Sendable, Hashable {
    /// The share of what is complete.
    public static let whole = 10_000

    /// How many achievements the shortest way to the end takes from nothing.
    public let needed: Int
    /// How many achievements the shortest way to the end still takes.
    public let remaining: Int
    /// The credentials that count: of a requirement that is met, no fewer would do. By id.
    public let earnedBy: [CredentialID]
    /// The first credential of each achievement that is held.
    private let first: [AchievementID: HeldCredential]

    /// Holds credentials against a requirement.
    public init(of requirement: Requirement, with credentials: [HeldCredential]) {
        let named = Set(requirement.leaves)
        var first: [AchievementID: HeldCredential] = [:]
        for credential in credentials where named.contains(credential.achievement) {
            if let known = first[credential.achievement], HeldCredential.isEarlier(known, credential) { continue }
            first[credential.achievement] = credential
        }
        let count = Count(of: requirement, with: first)
        self.needed = count.needed
        self.remaining = count.remaining
        self.first = first
        self.earnedBy = Self.fewest(of: count.counting, for: requirement, isMet: count.remaining == 0)
            .compactMap { first[$0]?.id }.sorted()
    }

    /// Whether the requirement is met.
    public var isComplete: Bool { self.remaining == 0 }

    /// How many achievements of the shortest way are done.
    public var done: Int { self.needed - self.remaining }

    /// How much is done, of 10,000: it never falls when a credential comes, and is whole only when all is done.
    public var share: Int { self.done * Self.whole / self.needed }

    /// Whether any credential has a place in the requirement, even beside the shortest way.
    public var hasBegun: Bool { !self.first.isEmpty }

    /// The credential by which an achievement of the requirement is held.
    public func credential(for achievement: AchievementID) -> CredentialID? { self.first[achievement]?.id }

    /// How a part of the requirement stands by the same credentials.
    public func standing(of part: Requirement) -> Standing {
        let count = Count(of: part, with: self.first)
        let met = part.parts.count { Count(of: $0, with: self.first).remaining == 0 }
        return Standing(remaining: count.remaining, partsMet: met)
    }

    /// How a part of a requirement stands.
    public struct Standing: Sendable, Hashable {
        /// How many achievements the shortest way to its end still takes.
        public let remaining: Int
        /// Whether it is met.
        public var isMet: Bool { self.remaining == 0 }
        /// How many of the parts below it are met.
        public let partsMet: Int
    }

    /// Takes away what is not needed: an achievement that stands in several places may make others superfluous. The latest goes first.
    private static func fewest(of counting: [HeldCredential], for requirement: Requirement, isMet: Bool) -> [AchievementID] {
        var kept = Dictionary(counting.map { ($0.achievement, $0) }) { first, _ in first }
        guard isMet else { return Array(kept.keys) }
        for credential in kept.values.sorted(by: HeldCredential.isEarlier).reversed() {
            kept[credential.achievement] = nil
            if !requirement.isMet(by: kept) { kept[credential.achievement] = credential }
        }
        return Array(kept.keys)
    }
}

extension Requirement {
    /// Whether these achievements meet it.
    fileprivate func isMet(by held: [AchievementID: HeldCredential]) -> Bool {
        if case .achievement(let id) = self { return held[id] != nil }
        return self.parts.count { $0.isMet(by: held) } >= self.needed
    }
}
