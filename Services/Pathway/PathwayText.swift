import Chassis
import Events
import JSON
import PathwayEngine

/// What somebody publishes: a way to a goal, under a code by which her college knows it.
struct PathwayText: Sendable, Hashable, JSONDecodable {
    /// The most bytes of each text.
    static let limits = (code: 100, name: 200, description: 5_000)

    /// By which the college knows the pathway; the same code means the same pathway.
    let code: String
    let name: String
    let description: String
    let requirement: Requirement
    /// What it leads to; nil when it leads to nothing by itself.
    let award: AchievementID?

    /// A text from its parts.
    init(code: String, name: String, description: String, requirement: Requirement, award: AchievementID? = nil) {
        self.code = code
        self.name = name
        self.description = description
        self.requirement = requirement
        self.award = award
    }

    /// Reads an object. A pathway that asks for what it awards could never be begun by earning it: that is refused.
    init(from json: JSONView) throws(JSONDecodingError) {
        let body = try JSONReader(json, requiring: "code", "name", "requirement")
        self.code = try body.filled("code", limit: Self.limits.code)
        self.name = try body.filled("name", limit: Self.limits.name)
        self.description = try body.optionallyFilled("description", limit: Self.limits.description) ?? ""
        self.requirement = try body.required("requirement")
        self.award = try body.optional("award")
        if let award, self.requirement.leaves.contains(award), let member = body.member("award") {
            throw member.mismatch(expected: "an achievement that the requirement does not ask for")
        }
        try body.finish()
    }
}
