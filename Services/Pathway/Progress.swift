import Events
import JSON
import Observability
import PathwayEngine

/// How far a learner is on a pathway.
struct Progress: Sendable, Hashable {
    let id: ProgressID
    let learner: Learner
    let pathway: PathwayID
    /// The edition that she began.
    let edition: Int
    /// How many achievements of the shortest way are done.
    let done: Int
    /// How many achievements the shortest way takes.
    let needed: Int
    /// How much is done, of 10,000.
    let share: Int
    let isComplete: Bool
    /// What it leads to, in the newest edition when it was last derived; of what is complete, when it became so.
    let award: AchievementEdition?
    /// The credentials that count.
    let earnedBy: [CredentialID]
    let version: Int64
    let changedAt: WallTime

    /// What an audit makes of what was known before; nil when nothing has changed.
    ///
    /// `freshID` is the id of a row that is not there yet.
    static func next(
        after before: Progress?, of learner: Learner, on definition: Definition, by audit: Audit, freshID: () -> ProgressID,
        at time: WallTime
    ) -> (progress: Progress, verb: ProgressState.Verb)? {
        let staysComplete = audit.isComplete && before?.isComplete == true
        let next = Progress(
            id: before?.id ?? freshID(), learner: learner, pathway: definition.pathway, edition: definition.edition, done: audit.done,
            needed: audit.needed, share: audit.share, isComplete: audit.isComplete,
            award: staysComplete ? before?.award ?? definition.award : definition.award, earnedBy: audit.earnedBy,
            version: (before?.version ?? 0) + 1, changedAt: time)
        guard let before else { return (next, audit.isComplete ? .completed : .advanced) }
        guard !next.says(thatOf: before) else { return nil }
        if next.isComplete == before.isComplete { return (next, .advanced) }
        return (next, next.isComplete ? .completed : .reopened)
    }

    /// Whether it says the same of the learner.
    private func says(thatOf other: Progress) -> Bool {
        self.edition == other.edition && self.done == other.done && self.needed == other.needed && self.isComplete == other.isComplete
            && self.award == other.award && self.earnedBy == other.earnedBy
    }

    /// The event that tells of it.
    func event(_ verb: ProgressState.Verb) -> ProgressEvent {
        let state = ProgressState(
            progress: self.id, college: self.learner.college, person: self.learner.person,
            pathway: .init(self.pathway, edition: self.edition), share: self.share, complete: self.isComplete, award: self.award,
            earnedBy: self.earnedBy)
        return ProgressEvent(verb, state, version: self.version, at: self.changedAt)
    }

    /// As the API answers it.
    var json: JSON {
        .object(omittingNil: [
            "pathway": ["id": self.pathway.json, "edition": self.edition.json], "done": self.done.json, "needed": self.needed.json,
            "share": self.share.json, "complete": self.isComplete.json, "award": self.award?.json, "earnedBy": self.earnedBy.json,
            "changedAt": .string(self.changedAt.description),
        ])
    }
}

/// What an edition of a pathway takes and leads to, as progress is derived by it.
struct Definition: Sendable, Hashable {
    let pathway: PathwayID
    let college: CollegeID
    let edition: Int
    let requirement: Requirement
    /// The newest edition of what it leads to; nil when it leads to nothing, or to what is awarded no more.
    let award: AchievementEdition?
}
