import Events
import Postgres

extension Scope {
    /// What the process itself may see of one college: its keys and the entries of its status lists, no person.
    static func process(of college: CollegeID) -> Scope { Scope(["cairn.visitor": "process", "cairn.college": "\(college)"]) }

    /// What the events login may see: these colleges.
    static func events(of colleges: [CollegeID]) -> Scope {
        Scope(["cairn.visitor": "events", "cairn.colleges": "{" + colleges.map(\.description).joined(separator: ",") + "}"])
    }
}
