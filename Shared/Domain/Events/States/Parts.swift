public import JSON

/// One edition of an achievement. Its text may change later; what was issued keeps the edition that it was issued by.
public struct AchievementEdition: Sendable, Hashable, JSONDecodable, JSONEncodable {
    /// Which achievement.
    public let id: AchievementID
    /// Which edition of it, from 1.
    public let edition: Int

    /// An edition from its parts.
    public init(_ id: AchievementID, edition: Int) {
        self.id = id
        self.edition = edition
    }

    /// Reads an object.
    public init(from json: JSONView) throws(JSONDecodingError) {
        let body = try JSONReader(json, requiring: "id", "edition")
        self.id = try body.required("id")
        self.edition = try body.int("edition", in: 1...Int(Int32.max))
        try body.finish()
    }

    /// An object.
    public var json: JSON { ["id": self.id.json, "edition": self.edition.json] }
}

/// A skill in a framework, at a level where the framework has levels.
public struct SkillReference: Sendable, Hashable, JSONDecodable, JSONEncodable {
    /// The framework's short name: `onet`.
    public let framework: String
    /// The skill's code in it.
    public let code: String
    /// The level in the framework's own words or numbers.
    public let level: String?

    /// A skill from its parts.
    public init(framework: String, code: String, level: String? = nil) {
        self.framework = framework
        self.code = code
        self.level = level
    }

    /// Reads an object.
    public init(from json: JSONView) throws(JSONDecodingError) {
        let body = try JSONReader(json, requiring: "framework", "code")
        self.framework = try body.required("framework")
        self.code = try body.required("code")
        self.level = try body.optional("level")
        try body.finish()
    }

    /// An object.
    public var json: JSON {
        .object(omittingNil: ["framework": self.framework.json, "code": self.code.json, "level": self.level?.json])
    }
}
