import Events

/// What the use cases refuse, by their own names; routes give them public ones.
enum PathwayError: Error, Sendable, Equatable {
    /// Achievements of a definition that the catalogue does not name for this college, or not yet.
    case unknownAchievements([AchievementID])
    /// There is no such pathway.
    case unknownPathway
}
