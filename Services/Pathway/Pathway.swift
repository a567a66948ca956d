import Events
import JSON
import Observability
import PathwayEngine

/// One edition of a way to a goal.
struct Pathway: Sendable, Hashable {
    let id: PathwayID
    let college: CollegeID
    let edition: Int
    let text: PathwayText

    /// The event that tells of it. Every edition is one change, so that the edition is the version.
    func published(award: AchievementEdition?, at time: WallTime) -> PathwayEvent {
        let state = PathwayState(
            pathway: self.id, college: self.college, edition: self.edition, state: .published, name: self.text.name,
            requirement: self.text.requirement.json, award: award)
        return PathwayEvent(.published, state, version: Int64(self.edition), at: time)
    }

    /// As the API answers it.
    var json: JSON {
        .object(omittingNil: [
            "id": self.id.json, "college": self.college.json, "edition": self.edition.json, "code": self.text.code.json,
            "name": self.text.name.json, "description": self.text.description.json, "requirement": self.text.requirement.json,
            "award": self.text.award?.json,
        ])
    }
}
