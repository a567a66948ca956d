import Chassis
import CloudEvents
import Crypto
import Events
import Messaging
import Observability
import Postgres

/// Publishes what a college awards: a new achievement, or the next edition of one.
struct PublishingAchievement: Sendable {
    let database: Database
    let colleges: Colleges
    let random: any RandomSource
    let now: @Sendable () -> WallTime

    /// Publishes a new achievement.
    func publish(_ text: AchievementText, by staff: Visitor.Staff) async throws -> Achievement {
        let (college, time) = (try await self.college(of: staff, for: text), self.now())
        let achievement = Achievement(
            id: AchievementID(self.random.newID(at: time)), college: college.id, edition: 1, state: .published, text: text)
        do {
            return try await self.database.transaction(as: Visitor.staff(staff).databaseScope) { tx in
                if let campus = text.campus, try !tx.hasCampus(campus.id, at: college.id) { throw IssuerError.unknownCampus }
                try tx.add(achievement, at: time)
                try tx.publish(achievement.event(.published, issuer: college.issuer, version: 1, at: time))
                return achievement
            }
        } catch let error as PostgresError where error.isUniqueViolation && error.refusal?.constraint == "achievement_code" {
            throw IssuerError.codeTaken
        }
    }

    private func college(of staff: Visitor.Staff, for text: AchievementText) async throws -> College {
        if !staff.campuses.isEmpty {
            guard let campus = text.campus, staff.campuses.contains(campus.id.value) else { throw IssuerError.otherCampus }
        }
        return try await self.colleges.college(CollegeID(staff.college))
    }
}
