import CloudEvents
import Credentials
import Events
import JSON
import Observability

/// One edition of what a college awards.
struct Achievement: Sendable, Equatable {
    let id: AchievementID
    let college: CollegeID
    let edition: Int
    let state: AchievementState.State
    let text: AchievementText

    /// How a signed document names and describes it.
    func badge(site: Site) -> BadgeAchievement {
        let creator = self.text.campus.map { IssuerProfile(id: site.name(of: $0.id), name: $0.name) }
        return BadgeAchievement(
            id: site.url(of: self.id), achievementType: self.text.kind.word, humanCode: self.text.code, name: self.text.name,
            description: self.text.description,
            criteria: self.text.criteria, creator: creator,
            alignments: self.text.alignments.map {
                BadgeAlignment(name: $0.name, url: $0.url, framework: $0.framework, code: $0.code)
            }, version: String(self.edition))
    }

    /// The event that tells of it.
    func event(_ verb: AchievementState.Verb, issuer: IssuerID, version: Int64, at time: WallTime) -> AchievementEvent {
        let state = AchievementState(
            achievement: self.id, college: self.college, issuer: issuer, campus: self.text.campus?.id, edition: self.edition,
            state: self.state, kind: self.text.kind.word, name: self.text.name, description: self.text.description,
            criteria: self.text.criteria, skills: self.text.skills)
        return AchievementEvent(verb, state, version: version, at: time)
    }

    /// As the API answers it.
    var json: JSON {
        .object(omittingNil: [
            "id": self.id.json, "college": self.college.json, "edition": self.edition.json, "state": self.state.json,
            "code": self.text.code?.json, "campus": self.text.campus?.json, "kind": self.text.kind.word.json, "name": self.text.name.json,
            "description": self.text.description.json, "criteria": self.text.criteria.json, "alignments": self.text.alignments.json,
        ])
    }
}
