public import CloudEvents
public import JSON
public import Observability

/// A credential as its college issued it, and whether it holds.
public struct CredentialState: LearnerState {
    /// What can happen to it.
    public enum Verb: String, CaseIterable, Sendable { case issued, suspended, revoked, reinstated }

    /// Whether it holds. What is suspended may hold again; what is revoked never does.
    public enum State: String, CaseIterable, Sendable, JSONDecodable, JSONEncodable { case active, suspended, revoked }

    /// Its id.
    public let credential: CredentialID
    /// The college it belongs to.
    public let college: CollegeID
    /// The learner who earned it.
    public let person: PersonID
    /// The campus where.
    public let campus: CampusID?
    /// Who signed it.
    public let issuer: IssuerID
    /// What was achieved.
    public let achievement: AchievementEdition
    /// Whether it holds.
    public let state: State
    /// When it was signed.
    public let issuedAt: WallTime
    /// From when it holds.
    public let validFrom: WallTime
    /// Until when it holds, unless for ever.
    public let validUntil: WallTime?
    /// When its state last changed.
    public let changedAt: WallTime
    /// The skills that it shows.
    public let skills: [SkillReference]
    /// The credentials that it was stacked from; none for one that was earned by itself.
    public let earnedBy: [CredentialID]
    /// The signed document, byte for byte.
    public let document: String

    /// A state from its parts.
    public init(
        credential: CredentialID, college: CollegeID, person: PersonID, campus: CampusID? = nil, issuer: IssuerID,
        achievement: AchievementEdition, state: State, issuedAt: WallTime, validFrom: WallTime, validUntil: WallTime? = nil,
        changedAt: WallTime, skills: [SkillReference], earnedBy: [CredentialID], document: String
    ) {
        self.credential = credential
        self.college = college
        self.person = person
        self.campus = campus
        self.issuer = issuer
        self.achievement = achievement
        self.state = state
        self.issuedAt = issuedAt
        self.validFrom = validFrom
        self.validUntil = validUntil
        self.changedAt = changedAt
        self.skills = skills
        self.earnedBy = earnedBy
        self.document = document
    }

    /// Reads an object.
    public init(from json: JSONView) throws(JSONDecodingError) {
        let body = try JSONReader(
            json, requiring: "credential", "college", "person", "issuer", "achievement", "state", "issuedAt", "validFrom", "changedAt",
            "skills", "earnedBy", "document")
        self.credential = try body.required("credential")
        self.college = try body.required("college")
        self.person = try body.required("person")
        self.campus = try body.optional("campus")
        self.issuer = try body.required("issuer")
        self.achievement = try body.required("achievement")
        self.state = try body.required("state")
        self.issuedAt = try body.time("issuedAt")
        self.validFrom = try body.time("validFrom")
        self.validUntil = try body.optionalTime("validUntil")
        self.changedAt = try body.time("changedAt")
        self.skills = try body.required("skills")
        self.earnedBy = try body.required("earnedBy")
        self.document = try body.required("document")
        try body.finish()
    }

    /// An object.
    public var json: JSON {
        .object(omittingNil: [
            "credential": self.credential.json, "college": self.college.json, "person": self.person.json, "campus": self.campus?.json,
            "issuer": self.issuer.json, "achievement": self.achievement.json, "state": self.state.json, "issuedAt": self.issuedAt.json,
            "validFrom": self.validFrom.json, "validUntil": self.validUntil?.json, "changedAt": self.changedAt.json,
            "skills": self.skills.json, "earnedBy": self.earnedBy.json, "document": self.document.json,
        ])
    }

    /// Where it stands on the wire.
    public static var topic: Topic { .credential }
    /// `credential`
    public static var noun: String { "credential" }
    /// Its id.
    public var subject: UUIDValue { self.credential.value }
}
