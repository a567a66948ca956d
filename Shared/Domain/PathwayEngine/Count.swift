import Events
import Observability

/// The shortest way through a requirement, and the credentials on it.
///
/// Of "so many of", those parts are taken that have the least left to do. What is left can only shrink when a credential comes: that makes the
/// share of an audit monotone.
struct Count {
    /// Achievements on the shortest way from nothing.
    let needed: Int
    /// Achievements on the shortest way from here.
    let remaining: Int
    /// The credentials that count on that way.
    let counting: [HeldCredential]

    init(of requirement: Requirement, with held: [AchievementID: HeldCredential]) {
        if case .achievement(let id) = requirement {
            self.counting = held[id].map { [$0] } ?? []
            self.needed = 1
            self.remaining = held[id] == nil ? 1 : 0
            return
        }
        let parts = requirement.parts.map { Count(of: $0, with: held) }
        let taken = parts.enumerated().sorted { $0.element.goesBefore($1.element) ?? ($0.offset < $1.offset) }
            .prefix(requirement.needed).map(\.element)
        self.needed = parts.map(\.needed).sorted().prefix(requirement.needed).reduce(0, +)
        self.remaining = taken.reduce(0) { $0 + $1.remaining }
        self.counting = taken.flatMap(\.counting)
    }

    /// Which of two parts is taken; nil leaves it to the place in the requirement.
    ///
    /// Least left to do; then, of what is done, fewest credentials, and of what is begun, most; then what was awarded earlier.
    private func goesBefore(_ other: Count) -> Bool? {
        if self.remaining != other.remaining { return self.remaining < other.remaining }
        if self.counting.count != other.counting.count {
            return (self.counting.count < other.counting.count) == (self.remaining == 0)
        }
        guard let own = self.counting.max(by: HeldCredential.isEarlier), let others = other.counting.max(by: HeldCredential.isEarlier),
            own != others
        else { return nil }
        return HeldCredential.isEarlier(own, others)
    }
}
