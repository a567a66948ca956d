import CloudEvents
import Events
import Observability
import PathwayEngine

/// An achievement by its number.
func achievement(_ number: UInt64) -> AchievementID { AchievementID(UUIDValue(high: 1, low: number)) }

/// The requirement of one achievement.
func leaf(_ number: UInt64) -> Requirement { .achievement(achievement(number)) }

/// A credential by its number: of an achievement, awarded on a day.
func held(_ number: UInt64, of achieved: UInt64? = nil, day: Int64 = 0) -> HeldCredential {
    HeldCredential(
        CredentialID(UUIDValue(high: 2, low: number)), of: achievement(achieved ?? number),
        since: WallTime(microseconds: day * 86_400_000_000))
}

extension Audit {
    /// The numbers of the credentials that count.
    var counting: [UInt64] { self.earnedBy.map(\.value.low) }
}
