import Events
import PathwayEngine

/// One of the parts of a pathway that all have to be done, as its learner meets it.
struct Stage: Sendable, Hashable {
    /// Whether it lies behind her, is what she does now, or comes later.
    enum Place: String, Sendable { case done, next, after }

    let requirement: Requirement
    let place: Place
    /// How many of the parts below it are done, where it is a choice.
    let partsDone: Int
    /// How many steps it still takes.
    let remaining: Int

    /// The parts of an edition in the order in which it was written; the first that is not done is the next.
    static func stages(of requirement: Requirement, by audit: Audit) -> [Stage] {
        var isNextFound = false
        return requirement.stages.map { part in
            let standing = audit.standing(of: part)
            defer { if !standing.isMet { isNextFound = true } }
            return Stage(
                requirement: part, place: standing.isMet ? .done : isNextFound ? .after : .next, partsDone: standing.partsMet,
                remaining: standing.remaining)
        }
    }
}
