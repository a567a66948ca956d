/// What matching refuses, by its own names; routes give them public ones.
enum MatchingError: Error, Sendable, Equatable {
    /// There is no such role of this employer's.
    case unknownRole
    /// What is known of consents is too old to show anybody by.
    case staleConsents
    /// The role is closed: what learners show is for roles that somebody can still get.
    case closedRole
}
