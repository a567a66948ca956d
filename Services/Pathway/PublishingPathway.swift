import Chassis
import CloudEvents
import Crypto
import Events
import Messaging
import Observability
import PathwayEngine
import Postgres

/// Publishes a way to a goal: a new pathway, or the next edition of the one that the college knows by the same code.
///
/// The same content again changes nothing. Learners stay on the edition that they began; who has nothing in it goes on with the new one.
struct PublishingPathway: Sendable {
    let database: Database
    let random: any RandomSource
    let now: @Sendable () -> WallTime

    /// What became of it.
    struct Result: Sendable {
        let pathway: Pathway
        /// Whether this made a pathway or an edition.
        let isNew: Bool
    }

    /// Publishes for the college of who asks.
    func publish(_ text: PathwayText, by staff: Visitor.Staff) async throws -> Result {
        guard staff.campuses.isEmpty else { throw PathwayError.notWholeCollege }
        let (college, time) = (CollegeID(staff.college), self.now())
        let freshID = PathwayID(self.random.newID(at: time))
        return try await self.database.transaction(as: Visitor.staff(staff).databaseScope) { tx in
            try tx.changeDefinitions(of: college)
            let known = try tx.pathway(of: college, code: text.code)
            if let known, known.text == text { return Result(pathway: known, isNew: false) }
            let named = Set(text.requirement.leaves + (text.award.map { [$0] } ?? [])).sorted()
            let achievements = try tx.achievements(of: college, named)
            let unknown = named.filter { achievements[$0] == nil }
            guard unknown.isEmpty else { throw PathwayError.unknownAchievements(unknown) }
            if let award = text.award, try tx.needs(award, for: text.requirement.leaves, of: college, besides: known?.id) {
                throw PathwayError.leadsToItself
            }
            let pathway = Pathway(id: known?.id ?? freshID, college: college, edition: (known?.edition ?? 0) + 1, text: text)
            try tx.add(pathway, at: time)
            let award = text.award.flatMap { id in achievements[id].map { AchievementEdition(id, edition: $0.edition) } }
            try tx.publish(pathway.published(award: award, at: time))
            return Result(pathway: pathway, isNew: true)
        }
    }
}
