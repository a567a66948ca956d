public import JSON

/// What was achieved (Open Badges 3.0, Achievement).
public struct BadgeAchievement: Sendable, Hashable {
    /// Its URL.
    public let id: String
    /// A word of the standard's list such as `MicroCredential` or `Certificate`, or one that starts with `ext:`.
    public let achievementType: String?
    /// What the college's own people call it by, such as `WELD-101`.
    public let humanCode: String?
    /// What it is called.
    public let name: String
    /// What it is about.
    public let description: String
    /// What one must do for it, in words.
    public let criteria: String
    /// The page that says it at length.
    public let criteriaURL: String?
    /// The campus or school that made it.
    public let creator: IssuerProfile?
    /// The skills that it proves.
    public let alignments: [BadgeAlignment]
    /// How its results are to be read.
    public let resultDescriptions: [BadgeResultDescription]
    /// Which version of it was awarded.
    public let version: String?

    /// An achievement.
    public init(
        id: String, achievementType: String? = nil, humanCode: String? = nil, name: String, description: String, criteria: String,
        criteriaURL: String? = nil,
        creator: IssuerProfile? = nil, alignments: [BadgeAlignment] = [], resultDescriptions: [BadgeResultDescription] = [],
        version: String? = nil
    ) {
        self.id = id
        self.achievementType = achievementType
        self.humanCode = humanCode
        self.name = name
        self.description = description
        self.criteria = criteria
        self.criteriaURL = criteriaURL
        self.creator = creator
        self.alignments = alignments
        self.resultDescriptions = resultDescriptions
        self.version = version
    }

    /// The achievement, its members always in this order.
    public var json: JSON {
        .object(omittingNil: [
            "id": .string(self.id), "type": ["Achievement"], "achievementType": self.achievementType.map { .string($0) },
            "humanCode": self.humanCode.map { .string($0) }, "name": .string(self.name), "description": .string(self.description),
            "criteria": .object(omittingNil: ["id": self.criteriaURL.map { .string($0) }, "narrative": .string(self.criteria)]),
            "creator": self.creator?.json, "version": self.version.map { .string($0) },
            "alignment": .list(self.alignments.map(\.json)),
            "resultDescription": .list(self.resultDescriptions.map(\.json)),
        ])
    }
}

/// A skill or standard that an achievement proves (Open Badges 3.0, Alignment).
public struct BadgeAlignment: Sendable, Hashable {
    /// What it is called.
    public let name: String
    /// Where it is described.
    public let url: String
    /// The framework that it is a part of.
    public let framework: String?
    /// Its code there.
    public let code: String?

    /// An alignment.
    public init(name: String, url: String, framework: String? = nil, code: String? = nil) {
        self.name = name
        self.url = url
        self.framework = framework
        self.code = code
    }

    /// The alignment.
    public var json: JSON {
        .object(omittingNil: [
            "type": ["Alignment"], "targetName": .string(self.name), "targetUrl": .string(self.url),
            "targetFramework": self.framework.map { .string($0) }, "targetCode": self.code.map { .string($0) },
        ])
    }
}
