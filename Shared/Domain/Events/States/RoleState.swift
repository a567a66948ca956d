public import CloudEvents
public import JSON

/// A role that an employer wants to fill, and what it takes.
public struct RoleState: AggregateState {
    /// What can happen to it.
    public enum Verb: String, CaseIterable, Sendable { case posted, changed, closed }

    /// Whether it can be applied for.
    public enum State: String, CaseIterable, Sendable, JSONDecodable, JSONEncodable { case open, closed }

    /// One skill that the role takes.
    public struct Requirement: Sendable, Hashable, JSONDecodable, JSONEncodable {
        /// Which skill, and at which level at least.
        public let skill: SkillReference
        /// How much it weighs, from 1 to 5.
        public let importance: Int
        /// Whether nobody can fill the role without it.
        public let isMust: Bool

        /// A requirement from its parts.
        public init(_ skill: SkillReference, importance: Int, isMust: Bool) {
            self.skill = skill
            self.importance = importance
            self.isMust = isMust
        }

        /// Reads an object.
        public init(from json: JSONView) throws(JSONDecodingError) {
            let body = try JSONReader(json, requiring: "skill", "importance", "isMust")
            self.skill = try body.required("skill")
            self.importance = try body.int("importance", in: 1...5)
            self.isMust = try body.required("isMust")
            try body.finish()
        }

        /// An object.
        public var json: JSON { ["skill": self.skill.json, "importance": self.importance.json, "isMust": self.isMust.json] }
    }

    /// Its id.
    public let role: RoleID
    /// Nobody's: a role is open to all colleges.
    public let college: CollegeID
    /// Who looks for somebody.
    public let employer: EmployerID
    /// How the employer calls itself.
    public let employerName: String?
    /// Whether it can be applied for.
    public let state: State
    /// How it is called.
    public let title: String
    /// Where it is, by ISO 3166-2; nil for anywhere.
    public let region: String?
    /// What it takes.
    public let requirements: [Requirement]

    /// A state from its parts.
    public init(
        role: RoleID, college: CollegeID, employer: EmployerID, employerName: String? = nil, state: State, title: String,
        region: String? = nil, requirements: [Requirement]
    ) {
        self.role = role
        self.college = college
        self.employer = employer
        self.employerName = employerName
        self.state = state
        self.title = title
        self.region = region
        self.requirements = requirements
    }

    /// Reads an object.
    public init(from json: JSONView) throws(JSONDecodingError) {
        let body = try JSONReader(json, requiring: "role", "college", "employer", "state", "title", "requirements")
        self.role = try body.required("role")
        self.college = try body.required("college")
        self.employer = try body.required("employer")
        self.employerName = try body.optional("employerName")
        self.state = try body.required("state")
        self.title = try body.required("title")
        self.region = try body.optional("region")
        self.requirements = try body.required("requirements")
        try body.finish()
    }

    /// An object.
    public var json: JSON {
        .object(omittingNil: [
            "role": self.role.json, "college": self.college.json, "employer": self.employer.json,
            "employerName": self.employerName?.json, "state": self.state.json,
            "title": self.title.json, "region": self.region?.json, "requirements": self.requirements.json,
        ])
    }

    /// Where it stands on the wire.
    public static var topic: Topic { .role }
    /// `role`
    public static var noun: String { "role" }
    /// Its id.
    public var subject: UUIDValue { self.role.value }
}
