import Events

/// One person at one college.
struct Learner: Sendable, Hashable, Comparable {
    let college: CollegeID
    let person: PersonID

    /// By college, then by person: the order in which rows are locked.
    static func < (left: Learner, right: Learner) -> Bool { (left.college, left.person) < (right.college, right.person) }
}
