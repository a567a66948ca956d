import Chassis
import Events
import Postgres

/// Whose wallet it is: a person, within a college.
struct Learner: Sendable, Hashable {
    let college: CollegeID
    let person: PersonID

    init(college: CollegeID, person: PersonID) {
        self.college = college
        self.person = person
    }

    /// The learner who asks; anybody else is refused.
    init(_ visitor: Visitor) throws(Problem) {
        let (college, person) = try visitor.learner()
        self.init(college: CollegeID(college), person: PersonID(person))
    }

    /// What she may see.
    var scope: Scope { Visitor.learner(college: self.college.number, person: self.person.value).databaseScope }
}
