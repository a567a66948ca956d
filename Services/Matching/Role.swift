import Chassis
import CloudEvents
import Events
import JSON
import MatchEngine
import Observability

/// What an employer looks for.
struct Role: Sendable, Equatable {
    let id: RoleID
    let employer: EmployerID
    let text: RoleText
    let state: RoleState.State
    let version: Int64

    /// The event that tells of it.
    func event(_ verb: RoleState.Verb, at time: WallTime) -> RoleEvent {
        let state = RoleState(
            role: self.id, college: CollegeID(0), employer: self.employer, employerName: self.text.employerName, state: self.state,
            title: self.text.title, region: self.text.region,
            requirements: self.text.requirements.map {
                RoleState.Requirement(
                    SkillReference(framework: $0.framework, code: $0.code, level: $0.level), importance: $0.importance, isMust: $0.isMust)
            })
        return RoleEvent(verb, state, version: self.version, at: time)
    }

    /// The role for programs.
    var json: JSON {
        .object(omittingNil: [
            "id": self.id.json, "employer": self.employer.json, "code": self.text.code?.json, "employerName": self.text.employerName.json,
            "title": self.text.title.json, "region": self.text.region?.json, "state": self.state.json,
            "requirements": self.text.requirements.json,
        ])
    }
}

/// What a role says.
struct RoleText: Sendable, Equatable, JSONDecodable {
    /// The most requirements of one role.
    static let requirementLimit = 100

    /// The employer's own name for it, by which the same role is found again.
    let code: String?
    let employerName: String
    let title: String
    let region: String?
    let requirements: [NamedRequirement]

    init(code: String?, employerName: String, title: String, region: String?, requirements: [NamedRequirement]) {
        self.code = code
        self.employerName = employerName
        self.title = title
        self.region = region
        self.requirements = requirements
    }

    init(from json: JSONView) throws(JSONDecodingError) {
        let body = try JSONReader(json, requiring: "employerName", "title", "requirements")
        self.code = try body.optionallyFilled("code", limit: 200)
        self.employerName = try body.filled("employerName", limit: 200)
        self.title = try body.filled("title", limit: 200)
        self.region = try body.optionallyFilled("region", limit: 20)
        self.requirements = try body.required("requirements")
        let skills = Set(self.requirements.map { [$0.framework, $0.code] })
        if let member = body.member("requirements") {
            guard (1...Self.requirementLimit).contains(self.requirements.count) else {
                throw member.mismatch(expected: "1 to \(Self.requirementLimit) requirements")
            }
            guard skills.count == self.requirements.count else { throw member.mismatch(expected: "requirements of different skills") }
        }
        try body.finish()
    }
}

/// One skill that a role takes, with its name.
struct NamedRequirement: Sendable, Equatable, JSONDecodable, JSONEncodable {
    let name: String
    let framework: String
    let code: String
    let level: String?
    let importance: Int
    let isMust: Bool

    init(from json: JSONView) throws(JSONDecodingError) {
        let body = try JSONReader(json, requiring: "name", "framework", "code", "importance", "isMust")
        self.name = try body.filled("name", limit: 200)
        self.framework = try body.filled("framework", limit: 200)
        self.code = try body.filled("code", limit: 200)
        self.level = try body.optionallyFilled("level", limit: 200)
        self.importance = try body.required("importance")
        if !Requirement.importances.contains(self.importance), let member = body.member("importance") {
            throw member.mismatch(expected: "a number from 1 to 5")
        }
        self.isMust = try body.required("isMust")
        try body.finish()
    }

    var json: JSON {
        .object(omittingNil: [
            "name": self.name.json, "framework": self.framework.json, "code": self.code.json, "level": self.level?.json,
            "importance": self.importance.json, "isMust": self.isMust.json,
        ])
    }

    /// What the engine compares.
    var requirement: Requirement {
        Requirement(
            framework: self.framework, code: self.code, level: self.level, importance: self.importance, isMust: self.isMust)
    }
}
