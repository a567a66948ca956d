public import CloudEvents
public import JSON

/// What a college awards: what it means, what it takes, which skills it shows.
public struct AchievementState: AggregateState {
    /// What can happen to it.
    public enum Verb: String, CaseIterable, Sendable { case published, retired }

    /// Whether it is awarded.
    public enum State: String, CaseIterable, Sendable, JSONDecodable, JSONEncodable { case published, retired }

    /// Its id.
    public let achievement: AchievementID
    /// The college it belongs to.
    public let college: CollegeID
    /// Who signs it.
    public let issuer: IssuerID
    /// The campus that made it, when it is not the whole college's.
    public let campus: CampusID?
    /// Which edition this is, from 1. It counts changes of meaning; the event's version counts all changes.
    public let edition: Int
    /// Whether it is awarded.
    public let state: State
    /// The achievement type of Open Badges 3.0: `MicroCredential`.
    public let kind: String
    /// How it is called.
    public let name: String
    /// What it says about whoever holds it.
    public let description: String
    /// What it takes.
    public let criteria: String
    /// The skills that it shows.
    public let skills: [SkillReference]

    /// A state from its parts.
    public init(
        achievement: AchievementID, college: CollegeID, issuer: IssuerID, campus: CampusID? = nil, edition: Int, state: State, kind: String,
        name: String, description: String, criteria: String, skills: [SkillReference]
    ) {
        self.achievement = achievement
        self.college = college
        self.issuer = issuer
        self.campus = campus
        self.edition = edition
        self.state = state
        self.kind = kind
        self.name = name
        self.description = description
        self.criteria = criteria
        self.skills = skills
    }

    /// Reads an object.
    public init(from json: JSONView) throws(JSONDecodingError) {
        let body = try JSONReader(
            json, requiring: "achievement", "college", "issuer", "edition", "state", "kind", "name", "description", "criteria", "skills")
        self.achievement = try body.required("achievement")
        self.college = try body.required("college")
        self.issuer = try body.required("issuer")
        self.campus = try body.optional("campus")
        self.edition = try body.int("edition", in: 1...Int(Int32.max))
        self.state = try body.required("state")
        self.kind = try body.required("kind")
        self.name = try body.required("name")
        self.description = try body.required("description")
        self.criteria = try body.required("criteria")
        self.skills = try body.required("skills")
        try body.finish()
    }

    /// An object.
    public var json: JSON {
        .object(omittingNil: [
            "achievement": self.achievement.json, "college": self.college.json, "issuer": self.issuer.json, "campus": self.campus?.json,
            "edition": self.edition.json, "state": self.state.json, "kind": self.kind.json, "name": self.name.json,
            "description": self.description.json, "criteria": self.criteria.json, "skills": self.skills.json,
        ])
    }

    /// Where it stands on the wire.
    public static var topic: Topic { .catalogue }
    /// `achievement`
    public static var noun: String { "achievement" }
    /// Its id.
    public var subject: UUIDValue { self.achievement.value }
}
