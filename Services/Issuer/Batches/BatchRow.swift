import CloudEvents
import Events

/// A row of a file that is as it should be: who completed what, where and when.
struct BatchRow: Sendable, Equatable {
    let line: Int
    let student: StudentNumber
    let campus: CampusID
    let achievement: AchievementEdition
    /// The day, as `2026-05-30`.
    let completedOn: String
    let details: AwardDetails
}
