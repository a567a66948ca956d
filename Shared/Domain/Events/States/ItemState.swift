public import CloudEvents
public import JSON
public import Observability

/// Something that a learner holds in her wallet.
public struct ItemState: LearnerState {
    /// What can happen to it.
    public enum Verb: String, CaseIterable, Sendable { case accepted, imported, removed }

    /// Whether she still holds it.
    public enum State: String, CaseIterable, Sendable, JSONDecodable, JSONEncodable { case held, removed }

    /// Where it came from.
    public enum Origin: String, CaseIterable, Sendable, JSONDecodable, JSONEncodable { case issued, imported }

    /// Its id.
    public let item: ItemID
    /// The college it belongs to.
    public let college: CollegeID
    /// Whose wallet.
    public let person: PersonID
    /// Whether she still holds it.
    public let state: State
    /// Where it came from.
    public let origin: Origin
    /// The credential of this suite that it is; nil for an import.
    public let credential: CredentialID?
    /// An imported document, byte for byte; nil for a credential of this suite, whose own event carries it.
    public let document: String?
    /// The skills that it shows.
    public let skills: [SkillReference]
    /// When it came into the wallet.
    public let since: WallTime

    /// A state from its parts.
    public init(
        item: ItemID, college: CollegeID, person: PersonID, state: State, origin: Origin, credential: CredentialID? = nil,
        document: String? = nil, skills: [SkillReference], since: WallTime
    ) {
        self.item = item
        self.college = college
        self.person = person
        self.state = state
        self.origin = origin
        self.credential = credential
        self.document = document
        self.skills = skills
        self.since = since
    }

    /// Reads an object.
    public init(from json: JSONView) throws(JSONDecodingError) {
        let body = try JSONReader(json, requiring: "item", "college", "person", "state", "origin", "skills", "since")
        self.item = try body.required("item")
        self.college = try body.required("college")
        self.person = try body.required("person")
        self.state = try body.required("state")
        self.origin = try body.required("origin")
        self.credential = try body.optional("credential")
        self.document = try body.optional("document")
        self.skills = try body.required("skills")
        self.since = try body.time("since")
        try body.finish()
    }

    /// An object.
    public var json: JSON {
        .object(omittingNil: [
            "item": self.item.json, "college": self.college.json, "person": self.person.json, "state": self.state.json,
            "origin": self.origin.json, "credential": self.credential?.json, "document": self.document?.json, "skills": self.skills.json,
            "since": self.since.json,
        ])
    }

    /// Where it stands on the wire.
    public static var topic: Topic { .item }
    /// `item`
    public static var noun: String { "item" }
    /// Its id.
    public var subject: UUIDValue { self.item.value }
}
