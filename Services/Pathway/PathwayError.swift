import Events

/// What the use cases refuse, by their own names; routes give them public ones.
enum PathwayError: Error, Sendable, Equatable {
    /// Achievements of a definition that the catalogue does not name for this college, or not yet.
    case unknownAchievements([AchievementID])
    /// A pathway is the whole college's: who works for some of its campuses alone publishes none.
    case notWholeCollege
    /// What the pathway gives is needed, by way of other pathways, for what it takes.
    case leadsToItself
    /// There is no such pathway.
    case unknownPathway
}
