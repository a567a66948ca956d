public import CloudEvents
public import JSON
public import Observability

/// What a learner lets one employer see, for what, and until when.
public struct ConsentState: LearnerState {
    /// What can happen to it.
    public enum Verb: String, CaseIterable, Sendable { case granted, narrowed, withdrawn, expired }

    /// What the employer may use it for.
    public enum Purpose: String, CaseIterable, Sendable, JSONDecodable, JSONEncodable { case matching, recruiting }

    /// Whether it stands.
    public enum State: String, CaseIterable, Sendable, JSONDecodable, JSONEncodable { case granted, withdrawn, expired }

    /// A kind of thing that may be seen.
    public enum Share: String, CaseIterable, Sendable, JSONDecodable, JSONEncodable { case skills, credentials, documents, progress }

    /// Its id.
    public let consent: ConsentID
    /// The college it belongs to.
    public let college: CollegeID
    /// The learner who gave it.
    public let person: PersonID
    /// Who may look.
    public let employer: EmployerID
    /// What for.
    public let purpose: Purpose
    /// Whether it stands. Whoever reads also compares `until` with the clock.
    public let state: State
    /// Which kinds of things may be seen; none means nothing.
    public let what: [Share]
    /// The items that may be seen; nil means all of them.
    public let items: [ItemID]?
    /// When it ends by itself.
    public let until: WallTime

    /// A state from its parts.
    public init(
        consent: ConsentID, college: CollegeID, person: PersonID, employer: EmployerID, purpose: Purpose, state: State, what: [Share],
        items: [ItemID]? = nil, until: WallTime
    ) {
        self.consent = consent
        self.college = college
        self.person = person
        self.employer = employer
        self.purpose = purpose
        self.state = state
        self.what = what
        self.items = items
        self.until = until
    }

    /// Reads an object.
    public init(from json: JSONView) throws(JSONDecodingError) {
        let body = try JSONReader(json, requiring: "consent", "college", "person", "employer", "purpose", "state", "what", "until")
        self.consent = try body.required("consent")
        self.college = try body.required("college")
        self.person = try body.required("person")
        self.employer = try body.required("employer")
        self.purpose = try body.required("purpose")
        self.state = try body.required("state")
        self.what = try body.required("what")
        self.items = try body.optional("items")
        self.until = try body.time("until")
        try body.finish()
    }

    /// An object.
    public var json: JSON {
        .object(omittingNil: [
            "consent": self.consent.json, "college": self.college.json, "person": self.person.json, "employer": self.employer.json,
            "purpose": self.purpose.json, "state": self.state.json, "what": self.what.json, "items": self.items?.json,
            "until": self.until.json,
        ])
    }

    /// Where it stands on the wire.
    public static var topic: Topic { .consent }
    /// `consent`
    public static var noun: String { "consent" }
    /// Its id.
    public var subject: UUIDValue { self.consent.value }
}
