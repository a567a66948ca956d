import CloudEvents
import Events
import Observability
import PathwayEngine
import Postgres

/// Tells a learner where she is on a pathway: what is done, what is next, what comes after, and where she can stop.
struct Advising: Sendable {
    let database: Database
    let now: @Sendable () -> WallTime

    /// Where somebody is on a pathway: one learner, or nobody who has begun.
    struct Advice: Sendable {
        /// In the edition that she began, the newest otherwise.
        let pathway: Pathway
        let college: String?
        let audit: Audit
        let stages: [Stage]
        /// Of every achievement that is named, what the catalogue says.
        let achievements: [AchievementID: KnownAchievement]
        /// The pathways that lead to achievements which are named: places to stop.
        let exits: [AchievementID: PathwayID]
        /// Whose it is; nil for the public view.
        let learner: Learner?
        /// What was told of her progress last; nil when she has not begun.
        let progress: Progress?
    }

    /// What a visitor may see of a pathway: with a learner of its college, her own place on it. Nil when there is no such pathway.
    func advice(on id: PathwayID, for learner: Learner?, as scope: Scope) async throws -> Advice? {
        let now = self.now()
        return try await self.database.transaction(as: scope, with: .snapshot) { transaction in
            guard let newest = try transaction.pathway(id) else { return nil }
            let learner = learner.flatMap { $0.college == newest.college ? $0 : nil }
            let progress = try learner.flatMap { learner in try transaction.progress(of: learner, on: id) }
            let pathway = try progress.flatMap { try transaction.pathway(id, edition: $0.edition) } ?? newest
            let held = try learner.flatMap { learner in try transaction.credentials(of: [learner], at: now)[learner] } ?? []
            let named = Set(pathway.text.requirement.leaves + (pathway.text.award.map { [$0] } ?? [])).sorted()
            let audit = Audit(of: pathway.text.requirement, with: held)
            return Advice(
                pathway: pathway, college: try transaction.name(of: pathway.college), audit: audit,
                stages: Stage.stages(of: pathway.text.requirement, by: audit),
                achievements: try transaction.achievements(of: pathway.college, named),
                exits: try transaction.pathways(of: pathway.college, awarding: pathway.text.requirement.leaves), learner: learner,
                progress: progress)
        }
    }
}
