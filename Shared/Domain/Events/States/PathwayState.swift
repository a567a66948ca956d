public import CloudEvents
public import JSON

/// A way to a goal over several achievements, as its authors published it.
public struct PathwayState: AggregateState {
    /// What can happen to it.
    public enum Verb: String, CaseIterable, Sendable { case published, retired }

    /// Whether learners may begin it.
    public enum State: String, CaseIterable, Sendable, JSONDecodable, JSONEncodable { case published, retired }

    /// Its id.
    public let pathway: PathwayID
    /// The college it belongs to.
    public let college: CollegeID
    /// Which edition this is, from 1; learners stay on the edition that they began.
    public let edition: Int
    /// Whether learners may begin it.
    public let state: State
    /// How it is called.
    public let name: String
    /// What it takes, in the requirement language of pathways.
    public let requirement: JSON
    /// What it leads to.
    public let award: AchievementEdition?

    /// A state from its parts.
    public init(
        pathway: PathwayID, college: CollegeID, edition: Int, state: State, name: String, requirement: JSON,
        award: AchievementEdition? = nil
    ) {
        self.pathway = pathway
        self.college = college
        self.edition = edition
        self.state = state
        self.name = name
        self.requirement = requirement
        self.award = award
    }

    /// Reads an object.
    public init(from json: JSONView) throws(JSONDecodingError) {
        let body = try JSONReader(json, requiring: "pathway", "college", "edition", "state", "name", "requirement")
        self.pathway = try body.required("pathway")
        self.college = try body.required("college")
        self.edition = try body.int("edition", in: 1...Int(Int32.max))
        self.state = try body.required("state")
        self.name = try body.required("name")
        self.requirement = try body.required("requirement")
        self.award = try body.optional("award")
        try body.finish()
    }

    /// An object.
    public var json: JSON {
        .object(omittingNil: [
            "pathway": self.pathway.json, "college": self.college.json, "edition": self.edition.json, "state": self.state.json,
            "name": self.name.json, "requirement": self.requirement.json, "award": self.award?.json,
        ])
    }

    /// Where it stands on the wire.
    public static var topic: Topic { .catalogue }
    /// `pathway`
    public static var noun: String { "pathway" }
    /// Its id.
    public var subject: UUIDValue { self.pathway.value }
}
